package io.spanhouse.ingest.http;

import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.HttpStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.otlp.WalkResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes the answer of one request. Whoever uses it makes sure that one answer is written. */
final class Answers implements Answering {
    private final TraceIngest ingest;
    private final @Nullable RequestFormat format;
    private final Request request;
    private final Response response;
    private final Callback callback;

    /**
     * Answers to one request.
     *
     * @param format of the request and so of the answer; null where the request is in none of ours
     */
    Answers(TraceIngest ingest, @Nullable RequestFormat format, Request request, Response response, Callback callback) {
        this.ingest = ingest;
        this.format = format;
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** The answer may be read by a page of this origin. */
    void allowOrigin(@Nullable String origin) {
        response.getHeaders().put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.getHeaders().add(HttpHeader.VARY, HttpHeader.ORIGIN.asString());
    }

    /** Tells a browser that its page may send. */
    void preflight(@Nullable String requestedHeaders) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, "POST");
        if (requestedHeaders != null) {
            headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, requestedHeaders);
        }
        headers.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, "7200");
        response.setStatus(204);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    @Override
    public void stored(WalkResult taken) {
        RequestFormat known = Objects.requireNonNull(format, "spans were read in a format");
        write(200, MediaTypes.of(known), known.answer(taken), callback);
    }

    /** Nothing is stored. What the client still sends is read and thrown away, so that it gets to read the answer. */
    @Override
    public void refuse(Rejection rejection) {
        HttpFields.Mutable headers = response.getHeaders();
        RejectionKind kind = rejection.kind();
        if (kind == RejectionKind.WRONG_METHOD) {
            headers.put(HttpHeader.ALLOW, "POST");
        }
        if (kind == RejectionKind.UNKNOWN_ENCODING) {
            headers.put(HttpHeader.ACCEPT_ENCODING, BodyEncoding.ACCEPTED);
        }
        if (kind == RejectionKind.UNAUTHENTICATED) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (kind == RejectionKind.SLOW_BODY) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        if (rejection.retryAfterMillis() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, HttpStatuses.retryAfterSeconds(rejection));
        }
        boolean plain = kind == RejectionKind.WRONG_METHOD || kind == RejectionKind.CONTENT_TYPE;
        Callback last = kind == RejectionKind.SLOW_BODY
                ? callback
                : new BodyDiscard(request, callback, 2L * ingest.options().requestBytesMax());
        if (plain) {
            byte[] text = (rejection.message() + "\n").getBytes(StandardCharsets.UTF_8);
            write(HttpStatuses.code(kind), MediaTypes.TEXT, text, last);
        } else if (format == RequestFormat.PROTOBUF) {
            write(HttpStatuses.code(kind), MediaTypes.PROTOBUF, HttpStatuses.protobufBody(rejection), last);
        } else {
            write(HttpStatuses.code(kind), MediaTypes.JSON, HttpStatuses.jsonBody(rejection), last);
        }
    }

    /** A gRPC call came to the HTTP port: it gets an answer of its own kind. */
    void grpcElsewhere(int grpcPort) {
        Rejection rejection = Rejection.of(
                RejectionKind.NO_SUCH_ROUTE, "this port takes OTLP over HTTP; OTLP over gRPC goes to port " + grpcPort);
        ingest.refused(
                Transport.HTTP,
                rejection,
                request.getConnectionMetaData().getRemoteSocketAddress(),
                request.getHeaders().get(HttpHeader.USER_AGENT));
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("grpc-status", "12");
        headers.put("grpc-message", rejection.message());
        headers.put(HttpHeader.CONTENT_TYPE, MediaTypes.GRPC);
        response.setStatus(200);
        response.write(
                true,
                ByteBuffer.allocate(0),
                new BodyDiscard(request, callback, 2L * ingest.options().requestBytesMax()));
    }

    @Override
    public void abandon(Throwable failure) {
        callback.failed(failure);
    }

    private void write(int status, String contentType, byte[] body, Callback last) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), last);
    }
}
