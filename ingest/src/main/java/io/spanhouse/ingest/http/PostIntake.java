package io.spanhouse.ingest.http;

import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.admission.Transport;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The way of spans that come in the body of an HTTP request, the same for every protocol: the key is judged first, then the
 * other headers, then the body is taken as it arrives, inflated, read and stored. What differs, a protocol says by its {@link
 * Form}. Any thread.
 */
public final class PostIntake {
    private static final String CALL_ENCODING = "grpc-encoding";

    private final TraceIngest ingest;
    private final SlowBodyWatch slowBodies;

    /** What a protocol makes of a request's headers. */
    @FunctionalInterface
    public interface Form {
        /**
         * The reader for the body.
         *
         * @throws RejectedException if the body is in no form that the protocol has
         */
        RequestReader reader(HttpFields headers) throws RejectedException;

        /** Whether the body is a gRPC call's: one message in a frame, which the reader gets without it. */
        default boolean isCall() {
            return false;
        }
    }

    /** An intake whose bodies are watched for slowness. */
    public PostIntake(TraceIngest ingest, SlowBodyWatch slowBodies) {
        this.ingest = ingest;
        this.slowBodies = slowBodies;
    }

    /** Takes a request on; every refusal from here on is counted and answered by {@code answers}. */
    public void take(Request request, Transport transport, Form form, Answering answers) {
        HttpFields headers = request.getHeaders();
        OpenRequest open;
        try {
            open = ingest.begin(transport, headers::get, HttpPeers.of(request));
        } catch (RejectedException e) {
            answers.refuse(e.rejection());
            return;
        }
        try {
            RequestReader reader = form.reader(headers);
            String encodingHeader = form.isCall() ? CALL_ENCODING : HttpHeader.CONTENT_ENCODING.asString();
            BodyEncoding encoding = BodyEncoding.of(encodingHeader, headers.get(encodingHeader));
            requireLength(request.getLength());
            SentBody body = new SentBody(ingest, open, encoding, form.isCall());
            new ExportExchange(open, request, body, reader, answers).start(slowBodies);
        } catch (RejectedException e) {
            open.refused(e.rejection());
            open.close();
            answers.refuse(e.rejection());
        }
    }

    private void requireLength(long length) throws RejectedException {
        int most = ingest.options().requestBytesMax();
        if (length > most) {
            throw new RejectedException(
                    RejectionKind.TOO_LARGE,
                    "the request has " + length + " bytes, at most " + most + " are taken; send smaller batches");
        }
    }

    /** Counts a refusal that a protocol makes before a request is taken on: a wrong path or method. */
    public Rejection refused(Request request, Transport transport, RejectionKind kind, String message) {
        Rejection rejection = Rejection.of(kind, message);
        ingest.refused(
                transport,
                rejection,
                request.getConnectionMetaData().getRemoteSocketAddress(),
                request.getHeaders().get(HttpHeader.USER_AGENT));
        return rejection;
    }
}
