package io.spanhouse.storage.scripts;

import java.util.Locale;

/** What kind of line a log is. */
public enum LogLevel {
    STDOUT("Stdout"),
    STDERR("Stderr"),
    INFO("Info"),
    DEBUG("Debug"),
    WARNING("Warning"),
    ERROR("Error");

    private final String text;

    LogLevel(String text) {
        this.text = text;
    }

    /** As people read it. */
    public String text() {
        return text;
    }

    /** The level that a logger means, in any case and by its usual other names; INFO for what nobody knows. */
    public static LogLevel of(String text) {
        switch (text.toUpperCase(Locale.ROOT)) {
            case "DEBUG", "TRACE":
                return DEBUG;
            case "WARNING", "WARN":
                return WARNING;
            case "ERROR", "CRITICAL", "FATAL":
                return ERROR;
            case "STDOUT":
                return STDOUT;
            case "STDERR":
                return STDERR;
            default:
                return INFO;
        }
    }
}
