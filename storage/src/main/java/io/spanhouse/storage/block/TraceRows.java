package io.spanhouse.storage.block;

import io.spanhouse.storage.model.StringTable;

/**
 * Trace rows as columns, one row for each fragment, in the order of the fragments. All values but {@link #rowEnd}, {@link
 * #tickMin} and {@link #tickMax} are of the <em>whole</em> trace, as far as it was known when the fragment was written:
 * of a trace's fragments the newest tells the truth, the others are history.
 *
 * <p>Strings are codes of {@link #strings()}. Times are unsigned nanoseconds since 1970; a span without a start or end
 * counts for a trace's start or end only if all are without.
 */
public interface TraceRows {
    /** Number of fragments. */
    int size();

    /** The first 8 bytes of the trace id. */
    long idHigh(int trace);

    /** The last 8 bytes of the trace id. */
    long idLow(int trace);

    /** Position after the fragment's last row, in the order of rows that these trace rows go with. */
    int rowEnd(int trace);

    /** Earliest start of any span. */
    long startNanos(int trace);

    /** Latest end of any span; unsigned, may lie before the start. */
    long endNanos(int trace);

    /** Number of spans. */
    int spans(int trace);

    /** Number of spans with status ERROR. */
    int errors(int trace);

    /** Bits of {@link TraceFlag}. */
    int flags(int trace);

    /** Sequence number of the bucket with the oldest fragment if the trace {@link TraceFlag#CONTINUES}, else 0. */
    long firstBucket(int trace);

    /** Name of the root span. */
    int rootName(int trace);

    /** Service of the root span; see {@link Services}. */
    int rootService(int trace);

    /** Kind number of the root span. */
    int rootKind(int trace);

    /** Status code number of the root span. */
    int rootStatus(int trace);

    /** Start of the root span. */
    long rootStartNanos(int trace);

    /** End of the root span minus its start, modulo 2^64. */
    long rootDurationNanos(int trace);

    /** Least tick of the fragment's rows. */
    long tickMin(int trace);

    /** Greatest tick of the fragment's rows. */
    long tickMax(int trace);

    /** Position of the trace's first service, for {@link #service}. */
    int serviceStart(int trace);

    /** Position after the trace's last service. */
    int serviceEnd(int trace);

    /** A service that has spans in the trace; each once, in any order. */
    int service(int position);

    /** Names of spans and services. Need not be the table of the spans. */
    StringTable strings();
}
