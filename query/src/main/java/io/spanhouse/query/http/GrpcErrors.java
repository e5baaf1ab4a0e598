package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/**
 * Refusals of gRPC calls: status 200, and what is wrong in headers that are trailers too. What is no call is answered 415, so
 * that who does not speak gRPC takes nothing for success.
 */
final class GrpcErrors implements ErrorForm {
    static final GrpcErrors FORM = new GrpcErrors();

    static final String CONTENT_TYPE = "application/grpc";
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";

    private static final int NO_CALL = 415;

    private GrpcErrors() {}

    /** Whether a request is a gRPC call, of whatever message format. */
    static boolean isGrpc(Request request) {
        String type = request.getHeaders().get("Content-Type");
        return type != null && type.startsWith(CONTENT_TYPE);
    }

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public String body(HttpFailure failure, String requestId) {
        return "";
    }

    @Override
    public int status(HttpFailure failure) {
        return failure.status() == NO_CALL ? NO_CALL : 200;
    }

    @Override
    public Map<String, String> headers(HttpFailure failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(STATUS, Integer.toString(code(failure)));
        headers.put(MESSAGE, escaped(String.valueOf(failure.getMessage())));
        return headers;
    }

    /** The number of the status. */
    static int code(HttpFailure failure) {
        if (failure.refusal() == QueryRefusal.ROUTE) {
            return 12;
        }
        return switch (failure.status()) {
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 5;
            case 413, 429 -> 8;
            case 415, 501 -> 12;
            case 500 -> 13;
            case 503 -> 14;
            case 504 -> 4;
            default -> 3;
        };
    }

    /** A message as a header carries it: printable ASCII, all else by percent signs. */
    static String escaped(String message) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                escaped.append((char) b);
            } else {
                escaped.append(String.format("%%%02X", b));
            }
        }
        return escaped.toString();
    }
}
