package io.spanhouse.ingest.admission;

/**
 * Every way in which a whole request is refused. The reason is what the counter {@code
 * spanhouse_ingest_requests_rejected_total} carries; several kinds may share one, where operators need not tell apart what
 * clients must.
 */
public enum RejectionKind {
    /** No key, or a key that nobody issued. */
    UNAUTHENTICATED("auth"),
    /** A good key without the scope or the project. */
    NOT_ALLOWED("auth"),
    /** There is nothing at this path or method name. */
    NO_SUCH_ROUTE("route"),
    /** The path exists, the HTTP method does not fit. */
    WRONG_METHOD("route"),
    /** A body in a media type that this path does not take. */
    CONTENT_TYPE("content_type"),
    /** A body in an encoding that nobody here can undo. */
    UNKNOWN_ENCODING("encoding"),
    /** More bytes on the wire than a request may have. */
    TOO_LARGE("too_large"),
    /** More bytes after inflation than a request may have. */
    INFLATED_TOO_LARGE("inflated_too_large"),
    /** The compressed form is broken: cut, or its check sum is wrong. */
    BAD_ENCODING("bad_encoding"),
    /** The bytes are not a request. */
    MALFORMED("malformed"),
    /** JSON nested deeper than a request may be. */
    JSON_DEPTH("json_depth"),
    /** JSON with a name for an enum that does not have it. */
    JSON_ENUM("json_enum"),
    /** No permit left for the bytes of this request, or the store's queue is full; soon there will be room. */
    OVERLOADED("overloaded"),
    /** The key used up its rate. */
    RATE("rate"),
    /** The disk is nearly full or refuses writes; it may take a while. */
    READ_ONLY("read_only"),
    /** The program is shutting down. */
    DRAINING("draining"),
    /** The body did not arrive in time. */
    SLOW_BODY("slow_body"),
    /** A fault of ours. */
    INTERNAL("internal");

    private final String reason;

    RejectionKind(String reason) {
        this.reason = reason;
    }

    /** The counter's reason. */
    public String reason() {
        return reason;
    }
}
