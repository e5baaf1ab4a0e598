package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.server.Request;

/** Reads a request's body whole, up to a limit that counts what comes out of its compression. */
final class BodyReader {
    /** Longest body. */
    static final int BYTES_MAX = 1 << 20;

    private BodyReader() {}

    static byte[] read(Request request) throws IOException {
        if (request.getLength() > BYTES_MAX) {
            throw tooLarge();
        }
        // Closed by Jetty with the request; one byte more than allowed tells that there is more.
        InputStream in = Request.asInputStream(request);
        byte[] body = in.readNBytes(BYTES_MAX + 1);
        if (body.length > BYTES_MAX) {
            throw tooLarge();
        }
        return body;
    }

    private static HttpFailure tooLarge() {
        return new HttpFailure(413, QueryRefusal.TOO_LARGE, "the body is over " + BYTES_MAX + " bytes");
    }
}
