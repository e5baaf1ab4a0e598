package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One step of a pipeline made ready. Immutable. */
interface PreparedStage {
    /** What it leaves of sets of spans, none of them empty. */
    List<PreparedPipeline.Group> run(List<PreparedPipeline.Group> groups, SpanFacts facts);

    /** Whether it may leave spans, as far as is known of a trace or of many: NO or UNKNOWN. */
    default int screen(PredicateInput input) {
        return PredicateInput.UNKNOWN;
    }

    /**
     * Makes a stage ready.
     *
     * @throws StoreException BAD_INPUT if it makes no sense
     */
    static PreparedStage of(SpanPipeline.Stage stage, PredicatePreparation preparation, int depth) {
        if (stage instanceof SpanPipeline.Stage.By) {
            return new By(preparation.expression(((SpanPipeline.Stage.By) stage).of()));
        }
        if (stage instanceof SpanPipeline.Stage.Coalesce) {
            return PreparedStage::coalesce;
        }
        if (stage instanceof SpanPipeline.Stage.Within) {
            return new Within(PreparedSet.of(((SpanPipeline.Stage.Within) stage).set(), preparation, depth));
        }
        SpanPipeline.Stage.Having having = (SpanPipeline.Stage.Having) stage;
        Relations.requireOrdering(having.operator(), "a statistic");
        boolean counts = having.statistic() == SpanPipeline.Statistic.COUNT;
        if (!Scalars.isNumber(having.number()) || counts == having.of().isPresent()) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "statistic " + having.statistic()
                            + (counts ? " is of spans, not of an expression" : " is of an expression")
                            + ", and is compared with a number; found " + having.number());
        }
        int expression = counts ? -1 : preparation.expression(having.of().orElseThrow());
        return new Having(having.statistic(), expression, having.operator(), having.number());
    }

    /** All sets as one. */
    private static List<PreparedPipeline.Group> coalesce(List<PreparedPipeline.Group> groups, SpanFacts facts) {
        long[] all = RowSet.words(facts.spans());
        for (PreparedPipeline.Group group : groups) {
            all = SpanBits.or(all, group.spans());
        }
        return List.of(new PreparedPipeline.Group(List.of(), List.of(), all));
    }

    /** Leaves what another set picks of each. */
    record Within(PreparedSet set) implements PreparedStage {
        @Override
        public List<PreparedPipeline.Group> run(List<PreparedPipeline.Group> groups, SpanFacts facts) {
            List<PreparedPipeline.Group> left = new ArrayList<>();
            for (PreparedPipeline.Group group : groups) {
                long[] spans = set.spans(facts, group.spans());
                if (!SpanBits.isEmpty(spans)) {
                    left.add(new PreparedPipeline.Group(group.key(), group.statistics(), spans));
                }
            }
            return left;
        }

        @Override
        public int screen(PredicateInput input) {
            return set.screen(input);
        }
    }

    /** Cuts sets by the least value of an expression; new sets come in the order of values, those without one first. */
    record By(int expression) implements PreparedStage {
        @Override
        public List<PreparedPipeline.Group> run(List<PreparedPipeline.Group> groups, SpanFacts facts) {
            List<PreparedPipeline.Group> cut = new ArrayList<>();
            for (PreparedPipeline.Group group : groups) {
                TreeMap<Key, long[]> byValue = new TreeMap<>();
                long[] spans = group.spans();
                for (int span = SpanBits.next(spans, 0); span >= 0; span = SpanBits.next(spans, span + 1)) {
                    Key key = new Key(least(facts.values(expression, span)));
                    RowSet.set(byValue.computeIfAbsent(key, absent -> new long[spans.length]), span);
                }
                byValue.forEach((value, of) -> {
                    List<@Nullable Literal> key = new ArrayList<>(group.key());
                    key.add(value.literal);
                    cut.add(new PreparedPipeline.Group(key, group.statistics(), of));
                });
            }
            return cut;
        }

        private static @Nullable Literal least(List<Literal> values) {
            Literal least = null;
            for (Literal value : values) {
                least = least == null || LiteralOrder.compare(value, least) < 0 ? value : least;
            }
            return least;
        }

        private record Key(@Nullable Literal literal) implements Comparable<Key> {
            @Override
            public int compareTo(Key other) {
                return LiteralOrder.compare(literal, other.literal);
            }
        }
    }

    /** Leaves sets whose statistic stands in a relation to a number. */
    record Having(SpanPipeline.Statistic statistic, int expression, Operator operator, Literal number)
            implements PreparedStage {
        @Override
        public List<PreparedPipeline.Group> run(List<PreparedPipeline.Group> groups, SpanFacts facts) {
            List<PreparedPipeline.Group> left = new ArrayList<>();
            for (PreparedPipeline.Group group : groups) {
                Literal value = value(group.spans(), facts);
                if (value != null && Scalars.numbers(value, operator, number, false)) {
                    List<Literal> statistics = new ArrayList<>(group.statistics());
                    statistics.add(value);
                    left.add(new PreparedPipeline.Group(group.key(), statistics, group.spans()));
                }
            }
            return left;
        }

        private @Nullable Literal value(long[] spans, SpanFacts facts) {
            if (statistic == SpanPipeline.Statistic.COUNT) {
                return new Literal.Whole(SpanBits.count(spans));
            }
            NumberSummary summary = new NumberSummary();
            for (int span = SpanBits.next(spans, 0); span >= 0; span = SpanBits.next(spans, span + 1)) {
                for (Literal value : facts.values(expression, span)) {
                    summary.add(value);
                }
            }
            return summary.value(statistic);
        }
    }
}
