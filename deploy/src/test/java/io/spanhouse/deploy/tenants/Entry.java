package io.spanhouse.deploy.tenants;

import org.jspecify.annotations.Nullable;

/**
 * A way in as the running program lists it.
 *
 * @param listener its name
 * @param port where it listens
 * @param method the HTTP method, {@code *} for any
 * @param path template
 * @param scope what a key needs; null if none is asked for
 */
record Entry(
        String listener,
        int port,
        String method,
        String path,
        @Nullable String scope) {
    /** Whether it is a method of gRPC. */
    boolean grpc() {
        return path.matches("/[a-z0-9_.]+\\.[A-Za-z0-9]+/[A-Za-z0-9]+") && method.equals("POST");
    }

    /** What cases call it: documents of dialects are files that are all alike. */
    String route() {
        return method + " " + path.replaceFirst("/openapi/[a-z0-9]+\\.json$", "/openapi/{dialect}.json");
    }

    @Override
    public String toString() {
        return listener + " " + method + " " + path;
    }
}
