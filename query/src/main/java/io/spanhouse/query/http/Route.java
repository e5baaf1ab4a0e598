package io.spanhouse.query.http;

import io.spanhouse.storage.access.Scope;

/**
 * Where an endpoint is found.
 *
 * @param kind names the endpoint in metrics and logs
 * @param method the HTTP method; GET answers HEAD too
 * @param path where
 * @param errors how its refusals look
 * @param endpoint what answers
 * @param scope what a key must be allowed to do
 */
public record Route(String kind, String method, PathTemplate path, ErrorForm errors, Endpoint endpoint, Scope scope) {
    /** A route by the text of its path, such as {@code /api/v0/traces/{traceId}}. */
    public static Route of(String kind, String method, String path, ErrorForm errors, Endpoint endpoint) {
        return new Route(kind, method, PathTemplate.parse(path), errors, endpoint, Scope.QUERY);
    }

    /** The same for operators. */
    public Route administering() {
        return new Route(kind, method, path, errors, endpoint, Scope.ADMIN);
    }

    /** The same for those who may change what people save. */
    public Route editing() {
        return new Route(kind, method, path, errors, endpoint, Scope.EDIT);
    }
}
