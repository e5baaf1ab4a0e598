package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered by a status other than 200. The message says what was found and what was expected. */
public final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable QueryRefusal refusal;
    private final @Nullable String position;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** A refusal that is counted. */
    public HttpFailure(int status, QueryRefusal refusal, String message) {
        this(status, refusal, message, null);
    }

    private HttpFailure(int status, @Nullable QueryRefusal refusal, String message, @Nullable String position) {
        super(message, null, false, false);
        this.status = status;
        this.refusal = refusal;
        this.position = position;
    }

    /** 400: the request makes no sense. */
    public static HttpFailure badRequest(String message) {
        return new HttpFailure(400, QueryRefusal.BAD_REQUEST, message);
    }

    /** 400: a place of the request's body makes no sense. */
    public static HttpFailure badRequestAt(String position, String message) {
        return new HttpFailure(400, QueryRefusal.BAD_REQUEST, message, position);
    }

    /** 400: an id that is none. */
    public static HttpFailure badId(String message) {
        return new HttpFailure(400, QueryRefusal.BAD_ID, message);
    }

    /** 404: there is no such thing; an answer like any other, so not counted as a refusal. */
    public static HttpFailure notFound(String message) {
        return new HttpFailure(404, null, message, null);
    }

    /** 403: there is such a thing, and the caller may not see it. */
    public static HttpFailure forbidden(String message) {
        return new HttpFailure(403, QueryRefusal.AUTH, message);
    }

    /** 500: something that cannot happen; the cause is logged, not told. */
    static HttpFailure bug(String requestId) {
        return new HttpFailure(500, null, "an error of the server; its log has it under " + requestId, null);
    }

    /** Adds a header to the answer. */
    HttpFailure header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    /** Under what it is counted; null if it is not. */
    public @Nullable QueryRefusal refusal() {
        return refusal;
    }

    /** Where in the body, as a JSON pointer; null if it is about no place of it. */
    public @Nullable String position() {
        return position;
    }

    Map<String, String> headers() {
        return headers;
    }
}
