package io.spanhouse.storage.testing;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * How many bytes and spans a benchmark's operations took, so that its result is bytes and spans a second, too. The floor of
 * each benchmark is one copy of the same bytes: {@link #copy}. One a thread.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Moved {
    public long bytes;
    public long spans;

    /** Counts an operation. */
    public void add(long moreBytes, long moreSpans) {
        bytes += moreBytes;
        spans += moreSpans;
    }

    /** The floor: copies the bytes of so many spans, and counts that as an operation. */
    public void copy(byte[] from, byte[] to, long moreSpans) {
        System.arraycopy(from, 0, to, 0, from.length);
        add(from.length, moreSpans);
    }
}
