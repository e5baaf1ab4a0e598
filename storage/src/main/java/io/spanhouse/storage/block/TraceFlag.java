package io.spanhouse.storage.block;

/** What is true of a fragment; bits of {@link TraceRows#flags}. The bits are part of the format. */
public enum TraceFlag {
    /** Older fragments of the trace exist; {@link TraceRows#firstBucket} says how far back they go. */
    CONTINUES,
    /** A root span is known, and the root columns tell of it; else they are empty. */
    HAS_ROOT,
    /** Spans of the trace were thinned out; its numbers are of what was sent. */
    THINNED;

    /** This flag's bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Whether some flags have this one. */
    public boolean in(int flags) {
        return (flags & bit()) != 0;
    }
}
