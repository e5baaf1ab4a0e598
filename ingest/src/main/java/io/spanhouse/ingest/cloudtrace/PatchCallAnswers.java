package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.otlp.WalkResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers a patch by gRPC: an empty message and status 0, or a status alone. */
final class PatchCallAnswers implements Answering {
    private static final String STATUS = "grpc-status";
    private static final int FRAME_BYTES = 5;

    private final Request request;
    private final Response response;
    private final Callback callback;

    PatchCallAnswers(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    @Override
    public void stored(WalkResult taken) {
        response.setTrailersSupplier(() -> HttpFields.build().put(STATUS, "0"));
        write(ByteBuffer.allocate(FRAME_BYTES));
    }

    @Override
    public void refuse(Rejection rejection) {
        request.consumeAvailable();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(STATUS, Integer.toString(GrpcStatuses.code(rejection.kind()).value()));
        headers.put("grpc-message", escaped(rejection.message()));
        write(ByteBuffer.allocate(0));
    }

    /** Printable ASCII, all else by percent signs. */
    private static String escaped(String message) {
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

    @Override
    public void abandon(Throwable failure) {
        callback.failed(failure);
    }

    private void write(ByteBuffer body) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PatchCallHandler.CONTENT_TYPE);
        response.write(true, body, callback);
    }
}
