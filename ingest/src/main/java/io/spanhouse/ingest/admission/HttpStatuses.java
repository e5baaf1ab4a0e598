package io.spanhouse.ingest.admission;

import io.spanhouse.ingest.otlp.ExportResponses;

/**
 * The one mapping of refusals to HTTP. OTLP clients retry 429, 502, 503 and 504 and drop their spans on everything else,
 * 500 included: so even a fault of ours is 503, because the same request may well succeed later.
 */
public final class HttpStatuses {
    private HttpStatuses() {}

    /** The status code. */
    public static int code(RejectionKind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> 401;
            case NOT_ALLOWED -> 403;
            case NO_SUCH_ROUTE -> 404;
            case WRONG_METHOD -> 405;
            case SLOW_BODY -> 408;
            case TOO_LARGE, INFLATED_TOO_LARGE -> 413;
            case CONTENT_TYPE, UNKNOWN_ENCODING -> 415;
            case RATE -> 429;
            case BAD_ENCODING, MALFORMED, JSON_DEPTH, JSON_ENUM -> 400;
            case OVERLOADED, READ_ONLY, DRAINING, INTERNAL -> 503;
        };
    }

    /** Whole seconds for {@code Retry-After}, rounded up; 0 for no such header. */
    public static long retryAfterSeconds(Rejection rejection) {
        return (rejection.retryAfterMillis() + 999) / 1_000;
    }

    /** A {@code google.rpc.Status} in protobuf. */
    public static byte[] protobufBody(Rejection rejection) {
        return ExportResponses.statusProtobuf(
                GrpcStatuses.code(rejection.kind()).value(), rejection.message(), retryAfterSeconds(rejection));
    }

    /** A {@code google.rpc.Status} in JSON. */
    public static byte[] jsonBody(Rejection rejection) {
        return ExportResponses.statusJson(
                GrpcStatuses.code(rejection.kind()).value(), rejection.message(), retryAfterSeconds(rejection));
    }
}
