package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.SpanSetMatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sets of spans and pipelines of one trace from their definitions, every pair of spans looked at. */
final class OraclePipelines {
    /** A set on its way through stages. */
    private record Group(List<Literal> key, List<Literal> statistics, SortedSet<Integer> spans) {}

    private final OracleTree tree;
    private final List<PlainSpan> spans;

    OraclePipelines(OracleTree tree) {
        this.tree = tree;
        this.spans = tree.spans();
    }

    boolean meets(SpanPipeline pipeline) {
        return !run(pipeline).isEmpty();
    }

    /** All spans of the sets that are left. */
    List<PlainSpan> left(SpanPipeline pipeline) {
        SortedSet<Integer> all = new TreeSet<>();
        run(pipeline).forEach(group -> all.addAll(group.spans));
        return all.stream().map(spans::get).toList();
    }

    List<SpanSetMatch> matches(SpanSelection selection) {
        List<SpanSetMatch> matches = new ArrayList<>();
        for (Group group : run(selection.pipeline())) {
            List<SpanSetMatch.Span> listed = group.spans.stream()
                    .map(spans::get)
                    .sorted(Comparator.comparing((PlainSpan span) -> OracleConditions.unsigned(span.start()))
                            .thenComparing(span -> OracleConditions.unsigned(span.spanId()))
                            .thenComparing(span -> OracleConditions.unsigned(span.parentSpanId()))
                            .thenComparing(span -> OracleConditions.unsigned(span.end())))
                    .limit(selection.spansMax())
                    .map(span -> match(span, selection.values()))
                    .toList();
            matches.add(new SpanSetMatch(group.key, group.statistics, group.spans.size(), listed));
        }
        return matches;
    }

    private SpanSetMatch.Span match(PlainSpan span, List<Operand> operands) {
        List<List<Literal>> values = operands.stream()
                .map(operand -> OracleExpressions.literals(operand, span, tree))
                .toList();
        return new SpanSetMatch.Span(span.spanId(), span.name(), span.start(), span.duration(), values);
    }

    private List<Group> run(SpanPipeline pipeline) {
        return run(pipeline, picked(i -> true));
    }

    /** The same where only some of the spans can meet a condition. */
    private List<Group> run(SpanPipeline pipeline, SortedSet<Integer> among) {
        List<Group> groups = List.of(new Group(List.of(), List.of(), set(pipeline.first(), among)));
        for (SpanPipeline.Stage stage : pipeline.stages()) {
            groups = groups.stream().filter(group -> !group.spans.isEmpty()).toList();
            groups = stage(groups, stage);
        }
        return groups.stream().filter(group -> !group.spans.isEmpty()).toList();
    }

    private SortedSet<Integer> set(SpanSet set, SortedSet<Integer> among) {
        if (set instanceof SpanSet.Where) {
            return picked(i ->
                    among.contains(i) && OracleConditions.test(((SpanSet.Where) set).condition(), spans.get(i), tree));
        }
        if (set instanceof SpanSet.Both) {
            SortedSet<Integer> left = set(((SpanSet.Both) set).left(), among);
            SortedSet<Integer> right = set(((SpanSet.Both) set).right(), among);
            return left.isEmpty() || right.isEmpty()
                    ? new TreeSet<>()
                    : picked(i -> left.contains(i) || right.contains(i));
        }
        if (set instanceof SpanSet.Either) {
            SortedSet<Integer> left = set(((SpanSet.Either) set).left(), among);
            SortedSet<Integer> right = set(((SpanSet.Either) set).right(), among);
            return picked(i -> left.contains(i) || right.contains(i));
        }
        if (set instanceof SpanSet.Piped) {
            List<Group> groups = run(((SpanSet.Piped) set).pipeline(), among);
            return picked(i -> groups.stream().anyMatch(group -> group.spans.contains(i)));
        }
        SpanSet.Related related = (SpanSet.Related) set;
        SortedSet<Integer> left = set(related.left(), among);
        SortedSet<Integer> right = set(related.right(), among);
        return switch (related.form()) {
            case RIGHT ->
                picked(i -> right.contains(i) && left.stream().anyMatch(j -> stands(i, related.kinship(), j)));
            case NOT -> picked(i -> right.contains(i) && left.stream().noneMatch(j -> stands(i, related.kinship(), j)));
            case BOTH ->
                picked(i -> right.contains(i) && left.stream().anyMatch(j -> stands(i, related.kinship(), j))
                        || left.contains(i) && right.stream().anyMatch(j -> stands(j, related.kinship(), i)));
        };
    }

    private SortedSet<Integer> picked(IntPredicate which) {
        return IntStream.range(0, spans.size()).filter(which).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a span is a child and so on of another. */
    private boolean stands(int span, Kinship kinship, int other) {
        return switch (kinship) {
            case CHILD -> tree.parent(span) == other;
            case PARENT -> tree.parent(other) == span;
            case DESCENDANT -> isBelow(span, other);
            case ANCESTOR -> isBelow(other, span);
            case SIBLING -> span != other && tree.parent(span) >= 0 && tree.parent(span) == tree.parent(other);
        };
    }

    private boolean isBelow(int span, int other) {
        for (int above = tree.parent(span); above >= 0; above = tree.parent(above)) {
            if (above == other) {
                return true;
            }
        }
        return false;
    }

    private List<Group> stage(List<Group> groups, SpanPipeline.Stage stage) {
        List<Group> next = new ArrayList<>();
        if (stage instanceof SpanPipeline.Stage.Coalesce) {
            TreeSet<Integer> all = new TreeSet<>();
            groups.forEach(group -> all.addAll(group.spans));
            next.add(new Group(List.of(), List.of(), all));
        } else if (stage instanceof SpanPipeline.Stage.By) {
            groups.forEach(group -> cut(group, ((SpanPipeline.Stage.By) stage).of(), next));
        } else if (stage instanceof SpanPipeline.Stage.Within) {
            SpanSet set = ((SpanPipeline.Stage.Within) stage).set();
            groups.forEach(group -> next.add(new Group(group.key, group.statistics, set(set, group.spans))));
        } else {
            groups.forEach(group -> filter(group, (SpanPipeline.Stage.Having) stage, next));
        }
        return next;
    }

    private void cut(Group group, Expression of, List<Group> into) {
        List<Group> cut = new ArrayList<>();
        for (int span : group.spans) {
            Literal value = OracleExpressions.values(of, spans.get(span), tree).stream()
                    .map(candidate -> OracleConditions.literal(candidate.value()))
                    .min(OracleGroups::compare)
                    .orElse(null);
            Group own = cut.stream()
                    .filter(other -> Objects.equals(other.key.get(other.key.size() - 1), value))
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                List<Literal> key = new ArrayList<>(group.key);
                key.add(value);
                own = new Group(key, group.statistics, new TreeSet<>());
                cut.add(own);
            }
            own.spans.add(span);
        }
        cut.sort(Comparator.comparing(other -> other.key.get(other.key.size() - 1), OracleGroups::compare));
        into.addAll(cut);
    }

    private void filter(Group group, SpanPipeline.Stage.Having having, List<Group> into) {
        Optional<Literal> value = statistic(group, having);
        Expression constant = new Expression.Constant(having.number());
        boolean holds = value.isPresent()
                && OracleExpressions.relation(
                        new SpanCondition.Relation(new Expression.Constant(value.get()), having.operator(), constant),
                        spans.get(0),
                        tree);
        if (holds) {
            List<Literal> statistics = new ArrayList<>(group.statistics);
            statistics.add(value.get());
            into.add(new Group(group.key, statistics, group.spans));
        }
    }

    private Optional<Literal> statistic(Group group, SpanPipeline.Stage.Having having) {
        if (having.statistic() == SpanPipeline.Statistic.COUNT) {
            return Optional.of(new Literal.Whole(group.spans.size()));
        }
        List<Number> numbers = new ArrayList<>();
        for (int span : group.spans) {
            for (OracleConditions.Candidate value :
                    OracleExpressions.values(having.of().orElseThrow(), spans.get(span), tree)) {
                if (value.value() instanceof BigInteger) {
                    // A time counts as a signed number.
                    numbers.add(BigInteger.valueOf(((BigInteger) value.value()).longValue()));
                } else if (value.value() instanceof Double) {
                    numbers.add((Double) value.value());
                }
            }
        }
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        Comparator<Number> byValue = Comparator.comparing(number -> new BigDecimal(number.toString()));
        Comparator<Number> wholeFirst = Comparator.comparing(number -> !(number instanceof BigInteger));
        BigDecimal sum = numbers.stream()
                .map(number -> new BigDecimal(number.toString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean whole = numbers.stream().allMatch(BigInteger.class::isInstance)
                && sum.toBigInteger().bitLength() < 64;
        return Optional.of(
                switch (having.statistic()) {
                    case COUNT -> throw new AssertionError();
                    case MIN ->
                        OracleConditions.literal(numbers.stream()
                                .min(byValue.thenComparing(wholeFirst))
                                .orElseThrow());
                    case MAX ->
                        OracleConditions.literal(numbers.stream()
                                .min(byValue.reversed().thenComparing(wholeFirst))
                                .orElseThrow());
                    case SUM -> whole ? new Literal.Whole(sum.longValue()) : new Literal.Decimal(sum.doubleValue());
                    case AVERAGE -> new Literal.Decimal(sum.doubleValue() / numbers.size());
                });
    }
}
