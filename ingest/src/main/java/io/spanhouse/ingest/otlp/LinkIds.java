package io.spanhouse.ingest.otlp;

/**
 * The two ids of a link as they came. An empty id and an all-zero one are kept apart; one of a wrong length counts as
 * empty, which is a repair. Not thread-safe.
 */
final class LinkIds {
    private long traceIdHigh;
    private long traceIdLow;
    private int traceIdLength;
    private long spanId;
    private int spanIdLength;

    void clear() {
        traceIdLength = 0;
        spanIdLength = 0;
    }

    void traceId(byte[] array, int offset, int length) {
        traceIdLength = length;
        if (length == SpanIds.TRACE_ID_BYTES) {
            traceIdHigh = SpanIds.bigEndian(array, offset);
            traceIdLow = SpanIds.bigEndian(array, offset + Long.BYTES);
        }
    }

    void spanId(byte[] array, int offset, int length) {
        spanIdLength = length;
        if (length == SpanIds.SPAN_ID_BYTES) {
            spanId = SpanIds.bigEndian(array, offset);
        }
    }

    /** Gives the ids to the open link. */
    void putInto(SpanIntake intake) {
        if (traceIdLength == SpanIds.TRACE_ID_BYTES) {
            intake.builder.linkTraceId(traceIdHigh, traceIdLow);
        } else if (traceIdLength != 0) {
            intake.repairs |= SpanRepair.LINK_ID.bit();
        }
        if (spanIdLength == SpanIds.SPAN_ID_BYTES) {
            intake.builder.linkSpanId(spanId);
        } else if (spanIdLength != 0) {
            intake.repairs |= SpanRepair.LINK_ID.bit();
        }
    }
}
