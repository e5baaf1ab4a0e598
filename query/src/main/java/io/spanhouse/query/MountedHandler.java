package io.spanhouse.query;

import org.eclipse.jetty.server.Handler;

/**
 * A path of the read side's listener that somebody else answers: where two sides of the program share one port. Keys and
 * limits are the handler's own affair.
 *
 * @param method the HTTP method, or {@link #EVERY_METHOD}
 * @param path a template such as {@code /v1/projects/{project}/traces}
 * @param handler answers; started and stopped with the listener
 */
public record MountedHandler(String method, String path, Handler handler) {
    /** For a handler that refuses the methods it does not know itself. */
    public static final String EVERY_METHOD = "*";
}
