package io.spanhouse.deploy.config;

/** The configuration is wrong; the message names the setting, what was found and what was expected. Stops the start. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
