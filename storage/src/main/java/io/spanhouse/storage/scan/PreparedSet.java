package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanSet;
import org.jspecify.annotations.Nullable;

/** A set of spans made ready: its conditions by their numbers in the predicate. Immutable. */
interface PreparedSet {
    /**
     * The spans of a trace that are in the set, as bits.
     *
     * @param within the spans that may meet conditions, null for all; the tree is the whole trace's all the same
     */
    long[] spans(SpanFacts facts, long @Nullable [] within);

    /** Whether the set may have spans, as far as is known of a trace or of many: NO or UNKNOWN. */
    int screen(PredicateInput input);

    /**
     * Makes a set ready.
     *
     * @throws io.spanhouse.storage.model.StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    static PreparedSet of(SpanSet set, PredicatePreparation preparation, int depth) {
        preparation.requireDepth(depth);
        if (set instanceof SpanSet.Where) {
            return new Where(preparation.condition(((SpanSet.Where) set).condition(), Long.MAX_VALUE));
        }
        if (set instanceof SpanSet.Both) {
            SpanSet.Both both = (SpanSet.Both) set;
            return new Both(of(both.left(), preparation, depth + 1), of(both.right(), preparation, depth + 1));
        }
        if (set instanceof SpanSet.Either) {
            SpanSet.Either either = (SpanSet.Either) set;
            return new Either(of(either.left(), preparation, depth + 1), of(either.right(), preparation, depth + 1));
        }
        if (set instanceof SpanSet.Related) {
            SpanSet.Related related = (SpanSet.Related) set;
            preparation.needTree();
            return new Related(
                    of(related.left(), preparation, depth + 1), related, of(related.right(), preparation, depth + 1));
        }
        return new Piped(new PreparedPipeline(((SpanSet.Piped) set).pipeline(), preparation, depth + 1));
    }

    record Where(int condition) implements PreparedSet {
        @Override
        public long[] spans(SpanFacts facts, long @Nullable [] within) {
            long[] met = RowSet.words(facts.spans());
            if (within != null) {
                for (int span = SpanBits.next(within, 0); span >= 0; span = SpanBits.next(within, span + 1)) {
                    if (facts.meets(condition, span)) {
                        RowSet.set(met, span);
                    }
                }
                return met;
            }
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

    record Both(PreparedSet left, PreparedSet right) implements PreparedSet {
        @Override
        public long[] spans(SpanFacts facts, long @Nullable [] within) {
            long[] one = left.spans(facts, within);
            if (SpanBits.isEmpty(one)) {
                return one;
            }
            long[] other = right.spans(facts, within);
            return SpanBits.isEmpty(other) ? other : SpanBits.or(one, other);
        }

        @Override
        public int screen(PredicateInput input) {
            return left.screen(input) == PredicateInput.NO ? PredicateInput.NO : right.screen(input);
        }
    }

    record Either(PreparedSet left, PreparedSet right) implements PreparedSet {
        @Override
        public long[] spans(SpanFacts facts, long @Nullable [] within) {
            return SpanBits.or(left.spans(facts, within), right.spans(facts, within));
        }

        @Override
        public int screen(PredicateInput input) {
            return left.screen(input) == PredicateInput.NO ? right.screen(input) : PredicateInput.UNKNOWN;
        }
    }

    record Related(PreparedSet left, SpanSet.Related relation, PreparedSet right) implements PreparedSet {
        @Override
        public long[] spans(SpanFacts facts, long @Nullable [] within) {
            long[] wanted = right.spans(facts, within);
            if (SpanBits.isEmpty(wanted)) {
                return wanted;
            }
            long[] others = left.spans(facts, within);
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

    record Piped(PreparedPipeline pipeline) implements PreparedSet {
        @Override
        public long[] spans(SpanFacts facts, long @Nullable [] within) {
            return pipeline.spans(facts, within);
        }

        @Override
        public int screen(PredicateInput input) {
            return pipeline.screen(input);
        }
    }
}
