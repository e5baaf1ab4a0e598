package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
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
     * @param completeness what could be read
     */
    record Answer(TraceSummary summary, long hidden, Completeness completeness) {}

    /**
     * Where the spans are read, closed with the answer.
     *
     * @param view holds the blocks
     * @param groups keeps row groups open
     * @param fragments of the trace, oldest first
     */
    record Source(View view, OpenGroups groups, List<Fragment> fragments) {}

    private final Source source;
    private final List<Fragment> fragments;
    private final SpanSort sort;
    private final QueryControl control;
    private final Answer answer;
    private int next;
    private boolean closed;

    SortedTraceSpans(Source source, SpanSort sort, QueryControl control, Answer answer) {
        this.source = source;
        this.fragments = source.fragments();
        this.sort = sort;
        this.control = control;
        this.answer = answer;
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
        return answer.completeness();
    }

    @Override
    public @Nullable SpanBatch next() {
        if (closed || next == sort.size()) {
            return null;
        }
        control.check();
        int end = Math.min(sort.size(), next + SLICE_ROWS_MAX);
        SpanBatch slice = slice(next, end);
        next = end;
        return slice;
    }

    private SpanBatch slice(int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier[] copiers = new SpanCopier[fragments.size()];
        Fragment.PickedRows[] picked = new Fragment.PickedRows[fragments.size()];
        int[][] wanted = wanted(from, to);
        for (int fragment = 0; fragment < picked.length; fragment++) {
            if (wanted[fragment].length > 0) {
                picked[fragment] = fragments.get(fragment).pick(wanted[fragment], wanted[fragment].length);
                copiers[fragment] = new SpanCopier(picked[fragment].rows(), builder);
            }
        }
        for (int rank = from; rank < to; rank++) {
            int fragment = sort.fragment(rank);
            int place = Arrays.binarySearch(wanted[fragment], sort.position(rank));
            copiers[fragment].copy(picked[fragment].list()[place]);
        }
        control.read(0, to - from);
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
