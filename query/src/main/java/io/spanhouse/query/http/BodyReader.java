package io.spanhouse.query.http;

import com.github.luben.zstd.ZstdInputStream;
import io.spanhouse.query.QueryRefusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body whole, plain or compressed with gzip or zstd. The limit holds for what comes over the wire and for
 * what comes out of it.
 */
final class BodyReader {
    /** Longest body. */
    static final int BYTES_MAX = 1 << 20;

    /** Largest zstd window, as a power of two: a small frame could ask for much memory. */
    private static final int WINDOW_LOG_MAX = 23;

    private BodyReader() {}

    static byte[] read(Request request) throws IOException {
        if (request.getLength() > BYTES_MAX) {
            throw tooLarge();
        }
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        // Closed by Jetty with the request.
        byte[] body = bounded(Request.asInputStream(request));
        return encoding == null ? body : inflated(body, encoding.trim().toLowerCase(Locale.ROOT));
    }

    private static byte[] inflated(byte[] body, String encoding) {
        try {
            switch (encoding) {
                case "", "identity":
                    return body;
                case "gzip", "x-gzip":
                    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                        return bounded(in);
                    }
                case "zstd":
                    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(body))) {
                        in.setLongMax(WINDOW_LOG_MAX);
                        return bounded(in);
                    }
                default:
                    throw new HttpFailure(
                                    415,
                                    QueryRefusal.BAD_REQUEST,
                                    "Content-Encoding is " + encoding + ", expected gzip, zstd or none")
                            .header("Accept-Encoding", "gzip, zstd");
            }
        } catch (IOException e) {
            throw HttpFailure.badRequest("the body is no whole " + encoding + " stream: " + e.getMessage());
        }
    }

    /** One byte more than allowed tells that there is more. */
    static byte[] bounded(InputStream in) throws IOException {
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
