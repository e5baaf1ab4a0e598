package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.ByteSlice;

/** The values of one trace row after another of a row group, as the predicate wants them. Not thread-safe. */
final class BlockTraceInput extends TraceNumbers implements PredicateInput {
    private final GroupTraces traces;
    private final BlockTexts texts;
    private final GroupConditions conditions;
    private final TraceScreen screen;
    private final ByteSlice slice = new ByteSlice();
    private final long[] known;
    private int fragment;
    private boolean counted;

    /**
     * Values of a row group's traces.
     *
     * @param conditions which rows meet each condition
     * @param screen what trace rows say of them
     */
    BlockTraceInput(GroupTraces traces, BlockTexts texts, GroupConditions conditions, TraceScreen screen) {
        this.traces = traces;
        this.texts = texts;
        this.conditions = conditions;
        this.screen = screen;
        this.known = new long[screen.conditions()];
    }

    /** Moves to a trace; its conditions are not counted yet. */
    void read(int newFragment) {
        fragment = newFragment;
        counted = false;
        startNanos = traces.starts()[fragment];
        endNanos = startNanos + traces.durations()[fragment];
        spans = traces.spans()[fragment];
        errors = traces.errors()[fragment];
    }

    private boolean hasRoot() {
        return TraceFlag.HAS_ROOT.in((int) traces.flags()[fragment]);
    }

    @Override
    long rootStartGiven() {
        return hasRoot() ? traces.rootStart(fragment) : 0;
    }

    @Override
    long rootDurationGiven() {
        return hasRoot() ? traces.rootDuration(fragment) : 0;
    }

    @Override
    String rootName() {
        if (!hasRoot()) {
            return "";
        }
        texts.field(Field.ROOT_NAME, FixedDictionary.SPAN_NAME, fragment, slice);
        return slice.utf8();
    }

    boolean continues() {
        return TraceFlag.CONTINUES.in((int) traces.flags()[fragment]);
    }

    /** Counts the conditions over the fragment's rows. */
    void countRows() {
        int from = traces.rowStart(fragment);
        int to = traces.rowEnds()[fragment];
        for (int i = 0; i < known.length; i++) {
            known[i] = conditions.rows()[i].count(from, to);
        }
        counted = true;
    }

    /** Takes counts that other fragments were added to. */
    void setCounts(ConditionCounts counts) {
        for (int i = 0; i < known.length; i++) {
            known[i] = counts.count(i);
        }
    }

    /** What was counted so far. */
    long[] counts() {
        return known;
    }

    @Override
    public int compare(TraceField field, Operator operator, long number) {
        return meets(field, operator, number) ? YES : NO;
    }

    @Override
    public int root(PreparedPredicate.RootTest test) {
        if (!hasRoot()) {
            return NO;
        }
        if (test.property() == TracePredicate.Root.Property.NAME) {
            texts.field(Field.ROOT_NAME, FixedDictionary.SPAN_NAME, fragment, slice);
        } else {
            texts.field(Field.ROOT_SERVICE, FixedDictionary.SERVICE, fragment, slice);
        }
        return test.test().text(slice) ? YES : NO;
    }

    @Override
    public long count(int condition) {
        if (counted) {
            return known[condition];
        }
        return screen.decide(condition, fragment) == NO ? 0 : UNKNOWN;
    }

    /** By counts alone if the trace has more fragments, else by what lies here. */
    @Override
    public int pipeline(PreparedPipeline pipeline) {
        if (!counted || continues() || pipeline.screen(this) == NO) {
            return pipeline.screen(this);
        }
        BlockFacts facts = conditions.facts();
        facts.read(fragment);
        return pipeline.run(facts).isEmpty() ? NO : YES;
    }

    /** What spans have by the trace. */
    TraceFacts traceFacts() {
        if (!TraceFlag.HAS_ROOT.in((int) traces.flags()[fragment])) {
            return new TraceFacts(TraceFacts.Numbers.of(this), null, null);
        }
        texts.field(Field.ROOT_NAME, FixedDictionary.SPAN_NAME, fragment, slice);
        String name = slice.utf8();
        texts.field(Field.ROOT_SERVICE, FixedDictionary.SERVICE, fragment, slice);
        return new TraceFacts(TraceFacts.Numbers.of(this), name, slice.utf8());
    }
}
