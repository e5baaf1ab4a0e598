package io.spanhouse.ingest.http;

import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.BadEncodingException;
import io.spanhouse.ingest.admission.BodyBuffer;
import io.spanhouse.ingest.admission.GzipBody;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.ZstdBody;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What stands around the bytes that a reader wants: a compression, and for calls a frame. What it inflates to takes permits of
 * the request, step by step.
 *
 * @param ingest has inflaters
 * @param open the request
 * @param encoding of the body, or of a call's message where its frame says so
 * @param isCall whether there is a frame
 */
record SentBody(TraceIngest ingest, OpenRequest open, BodyEncoding encoding, boolean isCall) {
    /** The bytes for the reader, of a whole body. */
    ByteSlice inflated(ByteSlice body) throws RejectedException {
        if (!isCall) {
            return inflated(body, body.array.length);
        }
        CallFrame frame = CallFrame.of(body);
        if (!frame.compressed()) {
            return frame.message();
        }
        if (encoding == BodyEncoding.IDENTITY) {
            throw new RejectedException(
                    RejectionKind.MALFORMED,
                    "the call's frame says compressed, expected a grpc-encoding that says how");
        }
        return inflated(frame.message(), body.array.length);
    }

    /** Inflates, and gives back the permits of the array that the bytes are in. */
    private ByteSlice inflated(ByteSlice sent, int arrayBytes) throws RejectedException {
        InputStream bytes = new ByteArrayInputStream(sent.array, sent.offset, sent.length);
        return switch (encoding) {
            case IDENTITY -> sent;
            case GZIP -> inflate(new GzipBody(bytes, ingest.inflaters()), arrayBytes);
            case ZSTD -> inflate(new ZstdBody(bytes), arrayBytes);
        };
    }

    private ByteSlice inflate(InputStream stream, int arrayBytes) throws RejectedException {
        try (stream) {
            BodyBuffer inflated = open.newInflatedBody(arrayBytes);
            inflated.readAll(stream);
            open.permits().release(arrayBytes);
            return inflated.takeAll();
        } catch (BadEncodingException e) {
            throw new RejectedException(RejectionKind.BAD_ENCODING, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RejectedException(RejectionKind.MALFORMED, "the body could not be read: " + e.getMessage());
        }
    }
}
