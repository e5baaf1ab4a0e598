package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.HttpStatuses;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.otlp.WalkResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers of protocols that say little: a status without a body for what is stored, a line of text for a refusal. What the
 * client of a refused request still sends is read and thrown away, so that it gets to read the answer.
 */
public final class PlainAnswers implements Answering {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final int storedStatus;
    private final long discardBytesMax;

    /**
     * Answers to one request.
     *
     * @param storedStatus status once the spans are on disk
     * @param discardBytesMax most bytes of a refused request that are read and thrown away
     */
    public PlainAnswers(Request request, Response response, Callback callback, int storedStatus, long discardBytesMax) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.storedStatus = storedStatus;
        this.discardBytesMax = discardBytesMax;
    }

    @Override
    public void stored(WalkResult taken) {
        response.setStatus(storedStatus);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    @Override
    public void refuse(Rejection rejection) {
        RejectionKind kind = rejection.kind();
        HttpFields.Mutable headers = response.getHeaders();
        if (kind == RejectionKind.UNKNOWN_ENCODING) {
            headers.put(HttpHeader.ACCEPT_ENCODING, BodyEncoding.ACCEPTED);
        }
        if (kind == RejectionKind.UNAUTHENTICATED) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (rejection.retryAfterMillis() > 0) {
            headers.put(HttpHeader.RETRY_AFTER, HttpStatuses.retryAfterSeconds(rejection));
        }
        // Zipkin's words, which its senders look for.
        String what = kind == RejectionKind.BAD_ENCODING ? "Cannot gunzip spans: " : "";
        byte[] text = (what + rejection.message() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpStatuses.code(kind));
        headers.put(HttpHeader.CONTENT_TYPE, MediaTypes.TEXT);
        headers.put(HttpHeader.CONTENT_LENGTH, text.length);
        boolean cut = kind == RejectionKind.SLOW_BODY;
        if (cut) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        response.write(
                true, ByteBuffer.wrap(text), cut ? callback : new BodyDiscard(request, callback, discardBytesMax));
    }

    @Override
    public void abandon(Throwable failure) {
        callback.failed(failure);
    }
}
