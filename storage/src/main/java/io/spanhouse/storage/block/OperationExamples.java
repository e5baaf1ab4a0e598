package io.spanhouse.storage.block;

/**
 * A span of each operation of a row group that starts last, and one that takes longest: what {@link OperationTable} has the
 * times of, but not the ids. Of several the one with the least ids, and of those of one id the one whose other time is
 * greater. Worked out from columns when first asked for, and kept. 82 bytes an operation.
 *
 * <p>Filled by one thread; shared and not changed after.
 */
public final class OperationExamples implements KeptParts.Part {
    private static final int COLUMNS = 5;
    private static final int START = 0;
    private static final int DURATION = 1;
    private static final int ID_HIGH = 2;
    private static final int ID_LOW = 3;
    private static final int SPAN_ID = 4;

    private final long[][] latest;
    private final long[][] longest;
    private final boolean[] known;

    /** Examples of so many operations, none found yet. */
    public OperationExamples(int operations) {
        latest = new long[COLUMNS][operations];
        longest = new long[COLUMNS][operations];
        known = new boolean[2 * operations];
    }

    /** Takes a span that starts when the latest of an operation does. */
    public void latest(int operation, long start, long duration, long idHigh, long idLow, long spanId) {
        take(latest, 0, operation, new long[] {start, duration, idHigh, idLow, spanId}, DURATION);
    }

    /** Takes a span that is as long as the longest of an operation. */
    public void longest(int operation, long start, long duration, long idHigh, long idLow, long spanId) {
        take(longest, latest[0].length, operation, new long[] {start, duration, idHigh, idLow, spanId}, START);
    }

    private void take(long[][] into, int offset, int operation, long[] span, int otherTime) {
        if (known[offset + operation] && !goesBefore(into, operation, span, otherTime)) {
            return;
        }
        known[offset + operation] = true;
        for (int column = 0; column < COLUMNS; column++) {
            into[column][operation] = span[column];
        }
    }

    private static boolean goesBefore(long[][] than, int operation, long[] span, int otherTime) {
        for (int column = ID_HIGH; column <= SPAN_ID; column++) {
            int order = Long.compareUnsigned(span[column], than[column][operation]);
            if (order != 0) {
                return order < 0;
            }
        }
        return Long.compareUnsigned(span[otherTime], than[otherTime][operation]) > 0;
    }

    private long[][] of(boolean ofLatest) {
        return ofLatest ? latest : longest;
    }

    /** Start of an operation's latest span, or of its longest. */
    public long start(boolean ofLatest, int operation) {
        return of(ofLatest)[START][operation];
    }

    /** Its duration, at least 0. */
    public long duration(boolean ofLatest, int operation) {
        return of(ofLatest)[DURATION][operation];
    }

    /** First half of its trace's id. */
    public long traceIdHigh(boolean ofLatest, int operation) {
        return of(ofLatest)[ID_HIGH][operation];
    }

    /** Second half. */
    public long traceIdLow(boolean ofLatest, int operation) {
        return of(ofLatest)[ID_LOW][operation];
    }

    /** Its span id. */
    public long spanId(boolean ofLatest, int operation) {
        return of(ofLatest)[SPAN_ID][operation];
    }

    @Override
    public long bytes() {
        return (long) (2 * COLUMNS * Long.BYTES + 2) * latest[0].length;
    }
}
