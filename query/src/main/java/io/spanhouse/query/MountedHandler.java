package io.spanhouse.query;

import io.spanhouse.storage.access.Scope;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/**
 * A path of the read side's listener that somebody else answers: where two sides of the program share one port. Keys and
 * limits are the handler's own affair.
 *
 * @param method the HTTP method, or {@link #EVERY_METHOD}
 * @param path a template such as {@code /v1/projects/{project}/traces}
 * @param scope what a key must be allowed to do, as the handler sees to it; null if it asks for no key
 * @param handler answers; started and stopped with the listener
 */
public record MountedHandler(
        String method, String path, @Nullable Scope scope, Handler handler) {
    /** For a handler that refuses the methods it does not know itself. */
    public static final String EVERY_METHOD = "*";
}
