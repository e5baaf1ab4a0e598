package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline made ready: its conditions and expressions by their numbers in the predicate. Runs on the facts of one trace;
 * immutable, shared by all units of work of a query.
 */
final class PreparedPipeline {
    /**
     * A set of spans after some stages.
     *
     * @param key values it was grouped by
     * @param statistics what was computed of it
     * @param spans bits
     */
    record Group(List<@Nullable Literal> key, List<Literal> statistics, long[] spans) {}

    private interface SetNode {
        long[] spans(SpanFacts facts);

        /** Whether the set may have spans, as far as is known of a trace or of many: NO or UNKNOWN. */
        int screen(PredicateInput input);
    }

    private final SetNode first;
    private final List<PreparedStage> stages;

    /**
     * Makes a pipeline ready.
     *
     * @throws io.spanhouse.storage.model.StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedPipeline(SpanPipeline pipeline, PredicatePreparation preparation, int depth) {
        first = prepare(pipeline.first(), preparation, depth + 1);
        List<PreparedStage> prepared = new ArrayList<>();
        for (SpanPipeline.Stage stage : pipeline.stages()) {
            prepared.add(PreparedStage.of(stage, preparation));
        }
        stages = List.copyOf(prepared);
    }

    private static SetNode prepare(SpanSet set, PredicatePreparation preparation, int depth) {
        preparation.requireDepth(depth);
        if (set instanceof SpanSet.Where) {
            return new Where(preparation.condition(((SpanSet.Where) set).condition(), Long.MAX_VALUE));
        }
        if (set instanceof SpanSet.Both) {
            SpanSet.Both both = (SpanSet.Both) set;
            return new Both(
                    prepare(both.left(), preparation, depth + 1), prepare(both.right(), preparation, depth + 1));
        }
        if (set instanceof SpanSet.Either) {
            SpanSet.Either either = (SpanSet.Either) set;
            return new Either(
                    prepare(either.left(), preparation, depth + 1), prepare(either.right(), preparation, depth + 1));
        }
        if (set instanceof SpanSet.Related) {
            SpanSet.Related related = (SpanSet.Related) set;
            preparation.needTree();
            return new Related(
                    prepare(related.left(), preparation, depth + 1),
                    related,
                    prepare(related.right(), preparation, depth + 1));
        }
        return new Piped(new PreparedPipeline(((SpanSet.Piped) set).pipeline(), preparation, depth + 1));
    }

    /** What is left of a trace, sets without spans left out. */
    List<Group> run(SpanFacts facts) {
        long[] spans = first.spans(facts);
        List<Group> groups = new ArrayList<>(1);
        if (!SpanBits.isEmpty(spans)) {
            groups.add(new Group(List.of(), List.of(), spans));
        }
        for (int i = 0; i < stages.size() && !groups.isEmpty(); i++) {
            groups = stages.get(i).run(groups, facts);
        }
        return groups;
    }

    /** Whether the pipeline may leave spans, as far as counts of conditions are known: NO or UNKNOWN. */
    int screen(PredicateInput input) {
        return first.screen(input);
    }

    private record Where(int condition) implements SetNode {
        @Override
        public long[] spans(SpanFacts facts) {
            long[] met = RowSet.words(facts.spans());
            for (int span = 0; span < facts.spans(); span++) {
                if (facts.meets(condition, span)) {
                    RowSet.set(met, span);
                }
            }
            return met;
        }

        @Override
        public int screen(PredicateInput input) {
            return input.count(condition) == 0 ? PredicateInput.NO : PredicateInput.UNKNOWN;
        }
    }

    private record Both(SetNode left, SetNode right) implements SetNode {
        @Override
        public long[] spans(SpanFacts facts) {
            long[] one = left.spans(facts);
            if (SpanBits.isEmpty(one)) {
                return one;
            }
            long[] other = right.spans(facts);
            return SpanBits.isEmpty(other) ? other : SpanBits.or(one, other);
        }

        @Override
        public int screen(PredicateInput input) {
            return left.screen(input) == PredicateInput.NO ? PredicateInput.NO : right.screen(input);
        }
    }

    private record Either(SetNode left, SetNode right) implements SetNode {
        @Override
        public long[] spans(SpanFacts facts) {
            return SpanBits.or(left.spans(facts), right.spans(facts));
        }

        @Override
        public int screen(PredicateInput input) {
            return left.screen(input) == PredicateInput.NO ? right.screen(input) : PredicateInput.UNKNOWN;
        }
    }

    private record Related(SetNode left, SpanSet.Related relation, SetNode right) implements SetNode {
        @Override
        public long[] spans(SpanFacts facts) {
            long[] wanted = right.spans(facts);
            if (SpanBits.isEmpty(wanted)) {
                return wanted;
            }
            long[] others = left.spans(facts);
            boolean not = relation.form() == SpanSet.Related.Form.NOT;
            if (SpanBits.isEmpty(others)) {
                return not ? wanted : others;
            }
            long[] found = SpanBits.related(others, relation.kinship(), wanted, facts.tree());
            switch (relation.form()) {
                case RIGHT:
                    return found;
                case NOT:
                    return SpanBits.without(wanted, found);
                case BOTH:
                    return SpanBits.or(
                            found, SpanBits.related(wanted, relation.kinship().inverse(), others, facts.tree()));
            }
            throw new AssertionError(relation);
        }

        @Override
        public int screen(PredicateInput input) {
            boolean leftNeeded = relation.form() != SpanSet.Related.Form.NOT;
            return leftNeeded && left.screen(input) == PredicateInput.NO ? PredicateInput.NO : right.screen(input);
        }
    }

    private record Piped(PreparedPipeline pipeline) implements SetNode {
        @Override
        public long[] spans(SpanFacts facts) {
            long[] all = RowSet.words(facts.spans());
            for (Group group : pipeline.run(facts)) {
                all = SpanBits.or(all, group.spans());
            }
            return all;
        }

        @Override
        public int screen(PredicateInput input) {
            return pipeline.screen(input);
        }
    }
}
