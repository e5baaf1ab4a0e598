package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;

/**
 * The rows of a row group that a pipeline leaves of its traces, one trace after another, by columns. What is known of the
 * pipeline by counts of rows alone is asked first. Not thread-safe.
 */
final class FragmentPicks implements PredicateInput {
    private final GroupScan scan;
    private final GroupTraces traces;
    private final PreparedPipeline pipeline;
    private final GroupConditions conditions;
    private final long[] words;
    private int from;
    private int to;

    /** Picks of a predicate that is one pipeline. */
    FragmentPicks(PreparedPredicate predicate, GroupScan scan) {
        this.scan = scan;
        this.traces = scan.traces();
        this.pipeline = predicate.pipelines().get(0);
        this.conditions = new GroupConditions(predicate, scan);
        this.words = RowSet.words(scan.rows());
    }

    /** Picks of a trace that lies here whole. */
    void pick(int fragment) {
        from = traces.rowStart(fragment);
        to = traces.rowEnds()[fragment];
        if (pipeline.screen(this) == NO) {
            return;
        }
        BlockFacts facts = conditions.facts();
        facts.read(fragment);
        long[] spans = pipeline.spans(facts, null);
        for (int span = SpanBits.next(spans, 0); span >= 0; span = SpanBits.next(spans, span + 1)) {
            RowSet.set(words, from + span);
        }
    }

    /** The rows that were picked. */
    RowSet rows() {
        return RowSet.of(words, scan.rows());
    }

    @Override
    public long count(int condition) {
        return conditions.rows()[condition].count(from, to);
    }

    @Override
    public int compare(TraceField field, Operator operator, long number) {
        return UNKNOWN;
    }

    @Override
    public int root(PreparedPredicate.RootTest test) {
        return UNKNOWN;
    }
}
