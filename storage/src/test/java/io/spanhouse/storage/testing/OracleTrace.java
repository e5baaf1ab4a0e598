package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.TraceId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A whole trace of the oracle: its visible spans in the order they came, and every value computed from them. */
final class OracleTrace {
    private static final Comparator<PlainSpan> EARLIEST_FIRST = Comparator.comparing(
                    (PlainSpan span) -> OracleConditions.unsigned(span.start()))
            .thenComparing(span -> OracleConditions.unsigned(span.spanId()));

    final TraceId id;
    final List<PlainSpan> spans;
    private @Nullable OracleTree tree;

    OracleTrace(TraceId id, List<PlainSpan> spans) {
        this.id = id;
        this.spans = List.copyOf(spans);
    }

    long start() {
        return spans.stream()
                .map(PlainSpan::start)
                .filter(start -> start != 0)
                .min(Long::compareUnsigned)
                .orElse(0L);
    }

    long end() {
        return spans.stream().map(PlainSpan::end).max(Long::compareUnsigned).orElse(0L);
    }

    long duration() {
        return Math.max(0, end() - start());
    }

    long errors() {
        return spans.stream().filter(PlainSpan::failed).count();
    }

    /** The earliest span without a parent, those whose start was not given last, ties by span id, then by arrival. */
    @Nullable
    PlainSpan root() {
        return spans.stream()
                .filter(span -> span.parentSpanId() == 0)
                .min(Comparator.comparing((PlainSpan span) -> span.start() == 0).thenComparing(EARLIEST_FIRST))
                .orElse(null);
    }

    long rootStart() {
        PlainSpan root = root();
        return root == null || root.start() == 0 ? start() : root.start();
    }

    long rootDuration() {
        PlainSpan root = root();
        return root == null || root.start() == 0 ? 0 : root.duration();
    }

    String rootName() {
        PlainSpan root = root();
        return root == null ? "" : root.name();
    }

    /** The spans by start, then span id; of equal ones that which came first. */
    List<PlainSpan> sorted() {
        List<PlainSpan> sorted = new ArrayList<>(spans);
        sorted.sort(EARLIEST_FIRST);
        return sorted;
    }

    TraceSummary summary() {
        PlainSpan root = root();
        TreeMap<String, long[]> services = new TreeMap<>(OracleConditions::compareTexts);
        for (PlainSpan span : spans) {
            long[] counts = services.computeIfAbsent(span.service(), service -> new long[2]);
            counts[0]++;
            counts[1] += span.failed() ? 1 : 0;
        }
        List<TraceSummary.ServiceCount> counts = new ArrayList<>();
        services.forEach((service, count) -> counts.add(new TraceSummary.ServiceCount(service, count[0], count[1])));
        return new TraceSummary(
                id,
                start(),
                end(),
                duration(),
                spans.size(),
                errors(),
                root == null
                        ? null
                        : new TraceSummary.Root(
                                root.spanId(), root.name(), root.service(), root.kind(), root.start(), root.duration()),
                counts,
                false);
    }

    OracleTree tree() {
        if (tree == null) {
            tree = OracleTree.of(spans);
        }
        return tree;
    }

    /** The sets of spans that a selection wants. */
    List<SpanSetMatch> matches(SpanSelection selection) {
        return new OraclePipelines(tree()).matches(selection);
    }

    /** The spans that a pipeline leaves; all if there is none. */
    List<PlainSpan> left(@Nullable SpanPipeline pipeline) {
        return pipeline == null ? spans : new OraclePipelines(tree()).left(pipeline);
    }

    boolean meets(TracePredicate predicate) {
        if (predicate instanceof TracePredicate.AnySpan) {
            return spans.stream()
                    .anyMatch(span ->
                            OracleConditions.test(((TracePredicate.AnySpan) predicate).condition(), span, tree()));
        }
        if (predicate instanceof TracePredicate.SpanCount) {
            TracePredicate.SpanCount count = (TracePredicate.SpanCount) predicate;
            long matching = spans.stream()
                    .filter(span -> OracleConditions.test(count.condition(), span, tree()))
                    .count();
            return OracleConditions.holds(count.operator(), Long.compare(matching, count.number()));
        }
        if (predicate instanceof TracePredicate.Comparison) {
            TracePredicate.Comparison comparison = (TracePredicate.Comparison) predicate;
            return compare(comparison.field(), comparison.operator(), comparison.number());
        }
        if (predicate instanceof TracePredicate.Root) {
            TracePredicate.Root condition = (TracePredicate.Root) predicate;
            PlainSpan root = root();
            return root != null
                    && OracleConditions.texts(
                            condition.property() == TracePredicate.Root.Property.NAME ? root.name() : root.service(),
                            condition.operator(),
                            condition.text());
        }
        if (predicate instanceof TracePredicate.Spans) {
            return new OraclePipelines(tree()).meets(((TracePredicate.Spans) predicate).pipeline());
        }
        if (predicate instanceof TracePredicate.All) {
            return ((TracePredicate.All) predicate).predicates().stream().allMatch(this::meets);
        }
        if (predicate instanceof TracePredicate.Any) {
            return ((TracePredicate.Any) predicate).predicates().stream().anyMatch(this::meets);
        }
        return !meets(((TracePredicate.Not) predicate).predicate());
    }

    private boolean compare(TraceField field, Operator operator, long number) {
        boolean time = field == TraceField.START || field == TraceField.END || field == TraceField.ROOT_START;
        BigInteger value = switch (field) {
            case START -> OracleConditions.unsigned(start());
            case END -> OracleConditions.unsigned(end());
            case DURATION -> OracleConditions.unsigned(duration());
            case SPANS -> BigInteger.valueOf(spans.size());
            case ERRORS -> BigInteger.valueOf(errors());
            case ROOT_START -> OracleConditions.unsigned(rootStart());
            case ROOT_DURATION -> BigInteger.valueOf(rootDuration());
        };
        return OracleConditions.holds(
                operator, value.compareTo(time ? OracleConditions.unsigned(number) : BigInteger.valueOf(number)));
    }
}
