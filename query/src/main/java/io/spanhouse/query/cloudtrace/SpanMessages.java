package io.spanhouse.query.cloudtrace;

import com.google.protobuf.Timestamp;
import io.spanhouse.proto.cloudtrace.Trace;
import io.spanhouse.proto.cloudtrace.TraceSpan;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.SpanRows;

/**
 * Makes protobuf messages of spans. A message is whole before its first byte can go out, since its length stands before it:
 * so what goes into one answer is bounded, and a larger answer is to be had over REST. Counts for one answer; not
 * thread-safe.
 */
final class SpanMessages {
    /** Most bytes of the messages of one answer. */
    static final int BYTES_MAX = 64 << 20;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long bytes;

    /** Adds the spans of a slice to a trace, or those without a parent. */
    void add(SpanRows rows, boolean rootsOnly, Trace.Builder trace) {
        SpanLabels labels = new SpanLabels(rows);
        for (int row = 0; row < rows.rowCount(); row++) {
            if (rootsOnly && rows.parentSpanId(row) != 0) {
                continue;
            }
            TraceSpan span = span(rows, row, labels);
            bytes += span.getSerializedSize();
            if (bytes > BYTES_MAX) {
                throw new HttpFailure(
                        413,
                        QueryRefusal.TOO_LARGE,
                        "the answer is over " + BYTES_MAX
                                + " bytes, the most of a gRPC message here: ask for fewer traces," + " or over REST");
            }
            trace.addSpans(span);
        }
    }

    private static TraceSpan span(SpanRows rows, int row, SpanLabels labels) {
        TraceSpan.Builder span = TraceSpan.newBuilder()
                .setSpanId(rows.spanId(row))
                .setKindValue(SpanKind.of(rows.kind(row)).ordinal())
                .setName(rows.strings().text(rows.name(row)))
                .setParentSpanId(rows.parentSpanId(row))
                .putAllLabels(labels.of(row));
        if (rows.startNanos(row) != 0) {
            span.setStartTime(timestamp(rows.startNanos(row)));
        }
        if (rows.endNanos(row) != 0) {
            span.setEndTime(timestamp(rows.endNanos(row)));
        }
        return span.build();
    }

    private static Timestamp timestamp(long nanos) {
        return Timestamp.newBuilder()
                .setSeconds(Long.divideUnsigned(nanos, NANOS_PER_SECOND))
                .setNanos((int) Long.remainderUnsigned(nanos, NANOS_PER_SECOND))
                .build();
    }
}
