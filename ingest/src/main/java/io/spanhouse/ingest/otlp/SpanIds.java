package io.spanhouse.ingest.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The three ids of the open span, as they came: lengths are kept, so that the span can be judged when it ends. Not
 * thread-safe.
 */
final class SpanIds {
    static final int TRACE_ID_BYTES = 16;
    static final int SPAN_ID_BYTES = 8;
    /** Length of an id that is not one at all, such as JSON text that is not hexadecimal. */
    static final int NOT_AN_ID = -1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    long traceIdHigh;
    long traceIdLow;
    long spanId;
    private int traceIdLength;
    private int spanIdLength;
    private long parentSpanId;
    private int parentLength;

    void clear() {
        traceIdHigh = 0;
        traceIdLow = 0;
        spanId = 0;
        traceIdLength = 0;
        spanIdLength = 0;
        parentSpanId = 0;
        parentLength = 0;
    }

    static long bigEndian(byte[] array, int offset) {
        return (long) LONG.get(array, offset);
    }

    void traceId(byte[] array, int offset, int length) {
        traceIdLength = length;
        if (length == TRACE_ID_BYTES) {
            traceIdHigh = bigEndian(array, offset);
            traceIdLow = bigEndian(array, offset + Long.BYTES);
        }
    }

    void spanId(byte[] array, int offset, int length) {
        spanIdLength = length;
        if (length == SPAN_ID_BYTES) {
            spanId = bigEndian(array, offset);
        }
    }

    void parentSpanId(byte[] array, int offset, int length) {
        parentLength = length;
        parentSpanId = length == SPAN_ID_BYTES ? bigEndian(array, offset) : 0;
    }

    /** Why these ids make the span one to refuse; null if they do not. */
    @Nullable
    SpanRejection problem() {
        if (traceIdLength != TRACE_ID_BYTES || (traceIdHigh | traceIdLow) == 0) {
            return SpanRejection.TRACE_ID;
        }
        if (spanIdLength != SPAN_ID_BYTES || spanId == 0) {
            return SpanRejection.SPAN_ID;
        }
        return null;
    }

    /** What is wrong with the id that {@link #problem} named, in words. */
    String describe(SpanRejection problem) {
        return problem == SpanRejection.TRACE_ID
                ? "trace id " + found(traceIdLength, TRACE_ID_BYTES)
                : "span id " + found(spanIdLength, SPAN_ID_BYTES);
    }

    /** Whether there is a parent id that cannot be one: of a wrong length, or the span's own. */
    boolean parentIsBad() {
        return parentLength != 0 && (parentLength != SPAN_ID_BYTES || parentSpanId == spanId);
    }

    /** The parent's id to store, 0 for none. */
    long parent() {
        return parentSpanId == spanId ? 0 : parentSpanId;
    }

    private static String found(int length, int expected) {
        String found = length == NOT_AN_ID
                ? "not whole bytes in hexadecimal"
                : length == expected ? "all zero" : length + " bytes";
        return "is " + found + ", expected " + expected + " bytes and not all zero";
    }
}
