package io.spanhouse.ingest.zipkin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Zipkin span as it was sent; a reader fills it, one at a time. Not thread-safe. */
final class ZipkinSpan {
    /** Kinds by the number that Zipkin's protobuf gives them; 0 is none. */
    enum Kind {
        NONE,
        CLIENT,
        SERVER,
        PRODUCER,
        CONSUMER
    }

    long traceIdHigh;
    long traceIdLow;
    /** 0 for a root. */
    long parentId;

    /** 0 until it is known. */
    long id;

    String name = "";
    Kind kind = Kind.NONE;

    /** Microseconds since 1970; 0 where none is given. */
    long timestampMicros;

    /** 0 where none is given. */
    long durationMicros;

    ZipkinEndpoint local = ZipkinEndpoint.NONE;
    ZipkinEndpoint remote = ZipkinEndpoint.NONE;
    final List<ZipkinAnnotation> annotations = new ArrayList<>();

    /** In the order sent. */
    final Map<String, String> tags = new LinkedHashMap<>();

    boolean debug;
    boolean shared;

    /** What of it is missing for it to be a span; null if nothing is. */
    @Nullable
    String missing() {
        if ((traceIdHigh | traceIdLow) == 0) {
            return "traceId";
        }
        return id == 0 ? "id" : null;
    }

    /** A parent that is the span itself is what old clients send for a root. */
    void forgetOwnParent() {
        if (parentId == id) {
            parentId = 0;
        }
    }

    /** Removes a tag and gives its value; null if it is not there. */
    @Nullable
    String take(String tag) {
        return tags.remove(tag);
    }
}
