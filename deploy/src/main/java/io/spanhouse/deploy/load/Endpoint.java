package io.spanhouse.deploy.load;

import java.net.URI;

/**
 * A host and port.
 *
 * @param tls whether TLS is spoken there
 */
record Endpoint(String host, int port, boolean tls) {
    /** Reads {@code host:port}, with {@code http://} or {@code https://} before it or not. */
    static Endpoint parse(String text) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException(
                    "endpoint is '" + text + "', expected a host and a port: 127.0.0.1:4317");
        }
        return new Endpoint(uri.getHost(), uri.getPort(), uri.getScheme().equals("https"));
    }

    /** The address of a path there. */
    URI path(String path) {
        return URI.create((tls ? "https://" : "http://") + host + ":" + port + path);
    }
}
