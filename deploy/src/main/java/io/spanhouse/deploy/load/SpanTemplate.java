package io.spanhouse.deploy.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A serialised span with the places of what differs from trace to trace. Every patch keeps its length, so the sizes of all
 * enclosing messages are known beforehand and a new span costs one copy and some twenty short writes. Immutable.
 */
final class SpanTemplate {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final byte[] bytes;
    private final int group;
    private final Patch[] patches;

    /** What a patch writes; what its argument says depends on this. */
    enum Kind {
        /** The trace's id, 16 bytes. */
        TRACE_ID,
        /** Id of the span whose number in the trace is the argument, 8 bytes. */
        SPAN_ID,
        /** The time at as many nanoseconds from the trace's start as the argument says, 8 bytes. */
        TIME,
        /** Hexadecimal digits, of the text whose number is the argument; anything else there stays. */
        HEX_TEXT,
        /** Decimal digits of the text whose number is the argument; the first one stays. */
        DECIMAL_TEXT,
        /** A base-128 number whose last group stays, so that its length does. */
        VARINT,
        /** Trace id of the trace that is linked to, 16 bytes. */
        LINK_TRACE_ID,
        /** Span id of the span that is linked to, 8 bytes. */
        LINK_SPAN_ID
    }

    /** One place. */
    record Patch(Kind kind, int offset, int length, long argument) {}

    SpanTemplate(byte[] bytes, int group, Patch[] patches) {
        this.bytes = bytes;
        this.group = group;
        this.patches = patches;
    }

    /** Number of the pair of resource and scope that it belongs to. */
    int group() {
        return group;
    }

    int length() {
        return bytes.length;
    }

    /** How many attribute values differ from trace to trace. */
    int freshValues() {
        int count = 0;
        for (Patch patch : patches) {
            count +=
                    patch.kind == Kind.HEX_TEXT || patch.kind == Kind.DECIMAL_TEXT || patch.kind == Kind.VARINT ? 1 : 0;
        }
        return count;
    }

    /** Writes the span as it is in a trace; gives the index after it. */
    int write(TraceInstance trace, byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        for (Patch patch : patches) {
            write(patch, trace, target, at + patch.offset);
        }
        return at + bytes.length;
    }

    private static void write(Patch patch, TraceInstance trace, byte[] target, int at) {
        switch (patch.kind) {
            case TRACE_ID -> {
                BIG.set(target, at, trace.idHigh());
                BIG.set(target, at + Long.BYTES, trace.idLow());
            }
            case SPAN_ID -> BIG.set(target, at, trace.spanId((int) patch.argument));
            case TIME -> LITTLE.set(target, at, trace.time(patch.argument));
            case HEX_TEXT -> hex(trace, patch, target, at);
            case DECIMAL_TEXT -> decimal(trace, patch, target, at);
            case VARINT -> varint(trace.text(patch.argument, 0), target, at);
            case LINK_TRACE_ID -> {
                BIG.set(target, at, trace.linked().traceIdHigh());
                BIG.set(target, at + Long.BYTES, trace.linked().traceIdLow());
            }
            case LINK_SPAN_ID -> BIG.set(target, at, trace.linked().spanId());
        }
    }

    private static void hex(TraceInstance trace, Patch patch, byte[] target, int at) {
        long digits = 0;
        int used = 0;
        for (int i = at; i < at + patch.length; i++) {
            if (Character.digit(target[i], 16) >= 0) {
                if (used % 16 == 0) {
                    digits = trace.text(patch.argument, used / 16);
                }
                target[i] = HEX[(int) (digits & 15)];
                digits >>>= 4;
                used++;
            }
        }
    }

    private static void decimal(TraceInstance trace, Patch patch, byte[] target, int at) {
        long digits = trace.text(patch.argument, 0) >>> 1;
        for (int i = at + 1; i < at + patch.length; i++) {
            target[i] = (byte) ('0' + digits % 10);
            digits /= 10;
        }
    }

    private static void varint(long value, byte[] target, int at) {
        long rest = value;
        for (int i = at; target[i] < 0; i++) {
            target[i] = (byte) (0x80 | rest & 0x7F);
            rest >>>= 7;
        }
    }
}
