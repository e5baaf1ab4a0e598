package io.spanhouse.ingest.admission;

import io.grpc.Metadata;
import io.grpc.Status;
import io.spanhouse.ingest.otlp.ExportResponses;

/**
 * The one mapping of refusals to gRPC. OTLP clients retry UNAVAILABLE always, RESOURCE_EXHAUSTED only with a {@code
 * RetryInfo}, and drop their spans on INTERNAL, UNKNOWN and the rest: so whatever may pass is one of the first two.
 */
public final class GrpcStatuses {
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private GrpcStatuses() {}

    /** Code and message. */
    public static Status status(Rejection rejection) {
        return code(rejection.kind()).toStatus().withDescription(rejection.message());
    }

    /** Status details for a client that may try again; empty otherwise. */
    public static Metadata trailers(Rejection rejection) {
        if (rejection.retryAfterMillis() == 0) {
            return new Metadata();
        }
        Metadata trailers = new Metadata();
        trailers.put(
                DETAILS,
                ExportResponses.statusProtobuf(
                        code(rejection.kind()).value(),
                        rejection.message(),
                        HttpStatuses.retryAfterSeconds(rejection)));
        return trailers;
    }

    /** The code alone; an HTTP answer's Status body carries the same number. */
    public static Status.Code code(RejectionKind kind) {
        return switch (kind) {
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case NOT_ALLOWED -> Status.Code.PERMISSION_DENIED;
            case NO_SUCH_ROUTE, WRONG_METHOD, UNKNOWN_ENCODING -> Status.Code.UNIMPLEMENTED;
            case CONTENT_TYPE, BAD_ENCODING, MALFORMED, JSON_DEPTH, JSON_ENUM -> Status.Code.INVALID_ARGUMENT;
            case TOO_LARGE, INFLATED_TOO_LARGE, RATE -> Status.Code.RESOURCE_EXHAUSTED;
            case OVERLOADED, READ_ONLY, DRAINING, INTERNAL -> Status.Code.UNAVAILABLE;
            case SLOW_BODY -> Status.Code.DEADLINE_EXCEEDED;
        };
    }
}
