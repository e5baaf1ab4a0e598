package io.spanhouse.query.http;

/**
 * Where an endpoint is found.
 *
 * @param kind names the endpoint in metrics and logs
 * @param method the HTTP method; GET answers HEAD too
 * @param path where
 * @param errors how its refusals look
 * @param endpoint what answers
 */
public record Route(String kind, String method, PathTemplate path, ErrorForm errors, Endpoint endpoint) {
    /** A route by the text of its path, such as {@code /api/v0/traces/{traceId}}. */
    public static Route of(String kind, String method, String path, ErrorForm errors, Endpoint endpoint) {
        return new Route(kind, method, PathTemplate.parse(path), errors, endpoint);
    }
}
