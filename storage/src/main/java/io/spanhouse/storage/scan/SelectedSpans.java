package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Picks the spans of listed traces that a request wants: each trace is put together, the pipeline run, and of each set that
 * is left the earliest spans are read. The page as a whole has at most {@link SearchRequest#SPANS_MAX} spans; sets beyond
 * tell their number alone, and the answer says so. One a page; not thread-safe.
 */
final class SelectedSpans {
    private final SpanSelection selection;
    private final PreparedPredicate predicate;
    private final Coverage coverage;
    private final QueryControl control;
    private int spansLeft = SearchRequest.SPANS_MAX;

    SelectedSpans(SpanSelection selection, Coverage coverage, QueryControl control) {
        this.selection = selection;
        this.predicate = new PreparedPredicate(new TracePredicate.Spans(selection.pipeline()), selection.values());
        this.coverage = coverage;
        this.control = control;
    }

    /** What the pipeline looks at. */
    PreparedPredicate predicate() {
        return predicate;
    }

    /**
     * The sets of one trace.
     *
     * @param fragments of the trace, oldest first
     * @param binder of this predicate
     */
    List<SpanSetMatch> of(List<Fragment> fragments, RowBinder binder, TraceFacts facts) {
        AssembledTrace trace = AssembledTrace.of(fragments, binder, facts, control);
        List<PreparedPipeline.Group> groups = predicate.pipelines().get(0).run(trace);
        if (groups.size() > SpanSelection.SETS_MAX) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "a trace has " + groups.size() + " sets of spans, of which " + SpanSelection.SETS_MAX
                            + " are listed");
            groups = groups.subList(0, SpanSelection.SETS_MAX);
        }
        Keys keys = new Keys(trace);
        List<List<Integer>> chosen = new ArrayList<>();
        Map<Integer, SpanSetMatch.Span> spans = new HashMap<>();
        for (PreparedPipeline.Group group : groups) {
            List<Integer> earliest = earliest(group.spans(), keys);
            chosen.add(earliest);
            earliest.forEach(span -> spans.put(span, keys.unread(span)));
        }
        trace.each((bound, row, span) -> {
            if (spans.containsKey(span)) {
                bound.at(facts, span);
                spans.put(span, read(bound, row));
            }
        });
        List<SpanSetMatch> sets = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            PreparedPipeline.Group group = groups.get(i);
            List<SpanSetMatch.Span> listed =
                    chosen.get(i).stream().map(spans::get).toList();
            sets.add(new SpanSetMatch(group.key(), group.statistics(), SpanBits.count(group.spans()), listed));
        }
        return sets;
    }

    /** The numbers of a set's earliest spans. */
    private List<Integer> earliest(long[] set, Keys keys) {
        int most = Math.min(selection.spansMax(), spansLeft);
        PriorityQueue<Integer> latestFirst = new PriorityQueue<>(Collections.reverseOrder(keys::compare));
        for (int span = SpanBits.next(set, 0); span >= 0; span = SpanBits.next(set, span + 1)) {
            latestFirst.add(span);
            if (latestFirst.size() > most) {
                latestFirst.remove();
            }
        }
        if (latestFirst.size() < selection.spansMax() && latestFirst.size() < SpanBits.count(set)) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "the page has more than " + SearchRequest.SPANS_MAX + " spans; further ones are only counted");
        }
        spansLeft -= latestFirst.size();
        List<Integer> earliest = new ArrayList<>(latestFirst);
        earliest.sort(keys::compare);
        return earliest;
    }

    private SpanSetMatch.Span read(BoundRows bound, int row) {
        SpanRows rows = bound.rows();
        List<List<Literal>> values = new ArrayList<>();
        for (int expression : predicate.extras()) {
            values.add(bound.values(expression, row));
        }
        return new SpanSetMatch.Span(
                rows.spanId(row),
                rows.strings().text(rows.name(row)),
                rows.startNanos(row),
                FieldReaders.duration(rows.startNanos(row), rows.endNanos(row)),
                values);
    }

    /** What orders the spans of a trace. */
    private static final class Keys {
        private final LongColumn starts = new LongColumn(16);
        private final LongColumn ids = new LongColumn(16);
        private final LongColumn parentIds = new LongColumn(16);
        private final LongColumn ends = new LongColumn(16);

        Keys(AssembledTrace trace) {
            trace.each((bound, row, span) -> {
                SpanRows rows = bound.rows();
                starts.add(rows.startNanos(row));
                ids.add(rows.spanId(row));
                parentIds.add(rows.parentSpanId(row));
                ends.add(rows.endNanos(row));
            });
        }

        int compare(int one, int other) {
            int order = Long.compareUnsigned(starts.get(one), starts.get(other));
            order = order == 0 ? Long.compareUnsigned(ids.get(one), ids.get(other)) : order;
            order = order == 0 ? Long.compareUnsigned(parentIds.get(one), parentIds.get(other)) : order;
            return order == 0 ? Long.compareUnsigned(ends.get(one), ends.get(other)) : order;
        }

        SpanSetMatch.Span unread(int span) {
            return new SpanSetMatch.Span(ids.get(span), "", starts.get(span), 0, List.of());
        }
    }
}
