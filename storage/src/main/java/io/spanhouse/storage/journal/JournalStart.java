package io.spanhouse.storage.journal;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the store knows before it opens a journal.
 *
 * @param fromOffset the first offset that it wants to see again; all below are in blocks. What is damaged or missing below
 *     is not looked for
 * @param nextOffsetMin the lowest offset that may be handed out: one above all that blocks know
 * @param sealed lowest offset not yet sealed, by lane
 */
public record JournalStart(long fromOffset, long nextOffsetMin, SortedMap<Integer, Long> sealed) {
    /** Everything, for an empty store. */
    public static final JournalStart EVERYTHING = new JournalStart(1, 1, Collections.emptySortedMap());

    public JournalStart {
        if (fromOffset < 0 || nextOffsetMin < 1 || sealed.size() > SegmentHeader.LANES_MAX) {
            throw new IllegalArgumentException("fromOffset is " + fromOffset + ", nextOffsetMin " + nextOffsetMin
                    + ", lanes " + sealed.size() + ": expected at least 0, at least 1, at most "
                    + SegmentHeader.LANES_MAX);
        }
        sealed = Collections.unmodifiableSortedMap(new TreeMap<>(sealed));
    }
}
