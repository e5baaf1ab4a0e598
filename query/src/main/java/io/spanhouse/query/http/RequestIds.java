package io.spanhouse.query.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** The name of a request in answers and logs: what the client sent, if it is harmless, else drawn. */
final class RequestIds {
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestIds() {}

    static String of(Request request) {
        String sent = request.getHeaders().get("X-Request-Id");
        if (sent != null && HARMLESS.matcher(sent).matches()) {
            return sent;
        }
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
