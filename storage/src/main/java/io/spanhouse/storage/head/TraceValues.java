package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;

/**
 * Values of one whole trace as some reader may see it, filled by {@link TraceTable#read}. Strings are codes of the
 * generation's table. Mutable so that one instance serves a whole loop; not thread-safe.
 */
public final class TraceValues {
    /** Earliest start that was given, unsigned nanoseconds since 1970; 0 if none was. */
    public long startNanos;

    /** Latest end, unsigned nanoseconds since 1970. */
    public long endNanos;

    /** Number of spans. */
    public long spans;

    /** Number of spans with status ERROR. */
    public long errors;

    /** Whether a span without a parent has come; the earliest, ties by span id, is the root. */
    public boolean hasRoot;

    /** The root's span id. */
    public long rootSpanId;

    /** The root's start. */
    public long rootStartNanos;

    /** The root's end. */
    public long rootEndNanos;

    /** The root's kind number. */
    public int rootKind;

    /** The root's status code number. */
    public int rootStatus;

    /** The root's name. */
    public int rootName;

    /** The root's service. */
    public int rootService;

    /** Each service once, in any order. */
    public final IntArrayList services = new IntArrayList();

    /** Whether the trace has older fragments, in older generations or in blocks. */
    public boolean continues;

    /** The bucket with its oldest fragment if it has older ones; 0 while all of them are in the head. */
    public long firstBucket;

    /** Number of the trace's rows in the generation that may be seen. */
    public int rows;

    /** How many fragments of the trace were there before. */
    public int rank;

    /** Whether those are dead, since all of the trace is here. */
    public boolean reborn;

    void clear() {
        startNanos = 0;
        endNanos = 0;
        spans = 0;
        errors = 0;
        hasRoot = false;
        rootSpanId = 0;
        rootStartNanos = 0;
        rootEndNanos = 0;
        rootKind = 0;
        rootStatus = 0;
        rootName = 0;
        rootService = 0;
        services.elementsCount = 0;
        continues = false;
        firstBucket = 0;
        rows = 0;
        rank = 0;
        reborn = false;
    }
}
