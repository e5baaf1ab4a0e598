package io.spanhouse.ingest.http;

import io.spanhouse.ingest.RequestFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two media types of OTLP, and gRPC's, which belongs on another port. */
final class MediaTypes {
    static final String PROTOBUF = "application/x-protobuf";
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String GRPC = "application/grpc";

    private MediaTypes() {}

    /** The format of a body by its {@code Content-Type}, parameters and case aside; null for anything else. */
    static @Nullable RequestFormat format(@Nullable String contentType) {
        return switch (essence(contentType)) {
            case PROTOBUF, "application/protobuf" -> RequestFormat.PROTOBUF;
            case JSON -> RequestFormat.JSON;
            default -> null;
        };
    }

    /** Whether this is a gRPC call. */
    static boolean isGrpc(@Nullable String contentType) {
        String essence = essence(contentType);
        return essence.equals(GRPC) || essence.startsWith(GRPC + "+");
    }

    static String of(RequestFormat format) {
        return switch (format) {
            case PROTOBUF -> PROTOBUF;
            case JSON -> JSON;
        };
    }

    private static String essence(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
