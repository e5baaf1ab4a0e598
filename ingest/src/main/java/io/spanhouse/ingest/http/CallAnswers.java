package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.Peer;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.otlp.WalkResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers who wrote spans by gRPC: an empty message or the span that was sent, and status 0, or a status alone. */
public final class CallAnswers implements Answering {
    /** The media type of calls, of whatever message format. */
    public static final String CONTENT_TYPE = "application/grpc";

    private static final String STATUS = "grpc-status";
    private static final int FRAME_BYTES = 5;
    private static final int OK = 200;
    private static final int NO_CALL = 415;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private volatile byte[] answer = {};
    private Function<WalkResult, byte[]> message = taken -> answer;

    /** Answers to one call. */
    public CallAnswers(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** What is answered is made of what was taken. */
    CallAnswers answering(Function<WalkResult, byte[]> made) {
        message = made;
        return this;
    }

    /** The other end of the connection. */
    public Peer peer() {
        return HttpPeers.of(request);
    }

    /** What is answered is what was sent. */
    public void echo(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        answer = bytes;
    }

    /**
     * Refuses what is no call.
     *
     * @throws RejectedException if the headers have another media type
     */
    public static void requireCall(HttpFields headers) throws RejectedException {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (type == null || !type.startsWith(CONTENT_TYPE)) {
            throw new RejectedException(
                    RejectionKind.CONTENT_TYPE, "found Content-Type " + type + ", expected " + CONTENT_TYPE);
        }
    }

    @Override
    public void stored(WalkResult taken) {
        response.setTrailersSupplier(() -> HttpFields.build().put(STATUS, "0"));
        byte[] bytes = message.apply(taken);
        write(
                OK,
                ByteBuffer.allocate(FRAME_BYTES + bytes.length)
                        .put((byte) 0)
                        .putInt(bytes.length)
                        .put(bytes)
                        .flip());
    }

    @Override
    public void refuse(Rejection rejection) {
        request.consumeAvailable();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(STATUS, Integer.toString(GrpcStatuses.code(rejection.kind()).value()));
        headers.put("grpc-message", escaped(rejection.message()));
        // Who does not speak gRPC must not read a status 200 as success.
        write(rejection.kind() == RejectionKind.CONTENT_TYPE ? NO_CALL : OK, ByteBuffer.allocate(0));
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

    private void write(int status, ByteBuffer body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE);
        response.write(true, body, callback);
    }
}
