package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.head.RawPieces;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the spans of a trace in their order, slice by slice. Holds the view until it is closed. Reads of a fragment
 * only the rows of the slice. Not thread-safe.
 */
final class SortedTraceSpans implements TraceSpans {
    /**
     * What is known before the first slice.
     *
     * @param summary values of the visible trace
     * @param hidden spans that must not be seen
     * @param coverage notes what cannot be read
     */
    record Answer(TraceSummary summary, long hidden, Coverage coverage) {}

    /**
     * Where the spans are read, closed with the answer.
     *
     * @param view holds the blocks
     * @param groups keeps row groups open
     * @param fragments of the trace, oldest first
     * @param detail how much of each span is read
     */
    record Source(View view, OpenGroups groups, List<Fragment> fragments, TraceRequest.Detail detail) {}

    /** Spans of the first window. Whoever waits for the first spans waits for these, some 2 us each. */
    private static final int WINDOW_ROWS_FIRST = 1_024;

    /** Spans of the longest window, some tens of mebibytes. */
    private static final int WINDOW_ROWS_MAX = 8 * SLICE_ROWS_MAX;

    private static final int WINDOW_GROWTH = 4;

    /** Bytes of strings and values after which a slice ends, whatever rows it has; a single span may have more. */
    private static final long SLICE_BYTES_MAX = 8L << 20;

    /** Stretch of a fragment's rows that is decoded at once, those that are not wanted too. */
    private static final int STRETCH_ROWS_MAX = 16_384;

    /** In place of the row of a span that could not be read. */
    private static final int UNREADABLE = -1;

    private final Source source;
    private final List<Fragment> fragments;
    private final SpanSort sort;
    private final QueryControl control;
    private final Answer answer;
    private SpanBatch window = new SpanBatchBuilder().build();
    private int[] windowRows = new int[0];
    private int windowStart;
    private int windowEnd;
    private int windowLength = WINDOW_ROWS_FIRST;
    private int next;
    private boolean closed;

    SortedTraceSpans(Source source, SpanSort sort, QueryControl control, Answer answer) {
        this.source = source;
        this.fragments = source.fragments();
        this.sort = sort;
        this.control = control;
        this.answer = answer;
    }

    private boolean outline() {
        return source.detail() == TraceRequest.Detail.OUTLINE;
    }

    @Override
    public TraceSummary summary() {
        return answer.summary();
    }

    @Override
    public long hiddenSpans() {
        return answer.hidden();
    }

    @Override
    public Completeness completeness() {
        return answer.coverage().completeness();
    }

    @Override
    public @Nullable SpanBatch next() {
        while (!closed && next < sort.size()) {
            control.check();
            int end = Math.min(sort.size(), next + SLICE_ROWS_MAX);
            MeteredChunks.takeBytes();
            int first = next;
            // Outlines are not sorted, so a slice is a stretch of a fragment already.
            boolean stretch = outline() || sort.size() + answer.hidden() <= SLICE_ROWS_MAX;
            SpanBatch slice = stretch ? slice(end) : windowed(end);
            control.read(MeteredChunks.takeBytes(), next - first);
            // Damage may leave nothing of a slice.
            if (slice.rowCount() > 0) {
                return slice;
            }
        }
        return null;
    }

    /** Reads rows of a fragment; null, and noted, if they are damaged. */
    private Fragment.@Nullable PickedRows pick(int fragment, int[] wanted) {
        try {
            return fragments.get(fragment).pick(wanted, wanted.length, source.detail());
        } catch (StoreException e) {
            answer.coverage().missDamaged(wanted.length + " spans of part " + fragment + " of the trace", e);
            return null;
        }
    }

    /**
     * A slice of a trace that has many. Its spans may lie anywhere in the fragments, so that each slice by itself would
     * read all of them; so a window of several slices is read in one pass. The first windows are short, for the first spans
     * to come soon.
     */
    private SpanBatch windowed(int to) {
        if (next >= windowEnd) {
            windowStart = next;
            windowEnd = (int) Math.min(sort.size(), next + (long) windowLength);
            readWindow();
            windowLength = Math.min(WINDOW_ROWS_MAX, windowLength * WINDOW_GROWTH);
        }
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(window, builder);
        int end = Math.min(to, windowEnd);
        for (; next < end && builder.byteCount() < SLICE_BYTES_MAX; next++) {
            int row = windowRows[next - windowStart];
            if (row != UNREADABLE) {
                copy(window, copier, row, builder);
            }
        }
        return builder.build();
    }

    /** Copies a span whole; if a large value of it cannot be read, that span alone is missing. */
    private void copy(SpanRows rows, SpanCopier copier, int row, SpanBatchBuilder builder) {
        try {
            int pieces = outline() ? SentPieces.NOTHING : SentPieces.position(rows, row);
            if (outline()) {
                copier.copyOutline(row);
            } else if (pieces == SentPieces.NOTHING || source.detail() != TraceRequest.Detail.PIECES) {
                copier.copyUpTo(row, SentPieces.end(rows, row));
            } else {
                SpanBatch sent = RawPieces.of(rows, pieces);
                SpanCopier copierOfPieces = new SpanCopier(sent, builder);
                for (int piece = 0; piece < sent.rowCount(); piece++) {
                    copierOfPieces.copy(piece);
                }
            }
        } catch (StoreException e) {
            builder.abandonSpan();
            answer.coverage().missDamaged("a span of the trace", e);
        }
    }

    /** Reads spans, but not their large values. */
    private void readWindow() {
        int[][] wanted = wanted(windowStart, windowEnd);
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int[][] placed = new int[wanted.length][];
        for (int fragment = 0; fragment < wanted.length; fragment++) {
            placed[fragment] = new int[wanted[fragment].length];
            int end = 0;
            for (int at = 0; at < wanted[fragment].length; at = end) {
                control.check();
                end = stretchEnd(wanted[fragment], at);
                int[] some = Arrays.copyOfRange(wanted[fragment], at, end);
                Fragment.PickedRows picked = pick(fragment, some);
                SpanCopier copier = picked == null ? null : new SpanCopier(picked.rows(), builder, true);
                for (int i = 0; i < some.length; i++) {
                    placed[fragment][at + i] =
                            picked == null || copier == null ? UNREADABLE : copier.copy(picked.list()[i]);
                }
            }
        }
        window = builder.build();
        windowRows = new int[windowEnd - windowStart];
        for (int rank = windowStart; rank < windowEnd; rank++) {
            int fragment = sort.fragment(rank);
            windowRows[rank - windowStart] =
                    placed[fragment][Arrays.binarySearch(wanted[fragment], sort.position(rank))];
        }
    }

    private static int stretchEnd(int[] wanted, int from) {
        int end = from + 1;
        while (end < wanted.length && wanted[end] - wanted[from] < STRETCH_ROWS_MAX) {
            end++;
        }
        return end;
    }

    private SpanBatch slice(int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int[][] wanted = wanted(next, to);
        @Nullable SpanCopier[] copiers = new @Nullable SpanCopier[wanted.length];
        Fragment.@Nullable PickedRows[] picks = new Fragment.@Nullable PickedRows[wanted.length];
        for (int fragment = 0; fragment < wanted.length; fragment++) {
            Fragment.PickedRows picked = wanted[fragment].length == 0 ? null : pick(fragment, wanted[fragment]);
            if (picked != null) {
                picks[fragment] = picked;
                copiers[fragment] = new SpanCopier(picked.rows(), builder);
            }
        }
        for (; next < to && builder.byteCount() < SLICE_BYTES_MAX; next++) {
            int fragment = sort.fragment(next);
            SpanCopier copier = copiers[fragment];
            Fragment.PickedRows picked = picks[fragment];
            if (copier != null && picked != null) {
                int row = picked.list()[Arrays.binarySearch(wanted[fragment], sort.position(next))];
                copy(picked.rows(), copier, row, builder);
            }
        }
        return builder.build();
    }

    /** The positions wanted of each fragment, ascending. */
    private int[][] wanted(int from, int to) {
        int[] counts = new int[fragments.size()];
        for (int rank = from; rank < to; rank++) {
            counts[sort.fragment(rank)]++;
        }
        int[][] wanted = new int[counts.length][];
        for (int fragment = 0; fragment < counts.length; fragment++) {
            wanted[fragment] = new int[counts[fragment]];
        }
        for (int rank = from; rank < to; rank++) {
            int fragment = sort.fragment(rank);
            wanted[fragment][--counts[fragment]] = sort.position(rank);
        }
        for (int[] positions : wanted) {
            Arrays.sort(positions);
        }
        return wanted;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            source.groups().close();
            source.view().close();
        }
    }
}
