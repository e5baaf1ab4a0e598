package io.spanhouse.query.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** What every answer carries: nothing is guessed, framed, cached or told to other sites. */
public final class CommonHeaders {
    private CommonHeaders() {}

    /** For an answer that goes past the dispatcher. */
    public static void add(Request request, Response response) {
        add(response, RequestIds.of(request));
    }

    static void add(Response response, String requestId) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(
                "Content-Security-Policy",
                "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
        headers.put("Cache-Control", "no-store");
        headers.put("X-Request-Id", requestId);
    }
}
