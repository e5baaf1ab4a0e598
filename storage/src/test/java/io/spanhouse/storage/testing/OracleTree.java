package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.TraceProperty;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The tree of a trace by its definition, each parent looked for among all spans. */
final class OracleTree {
    private static final int NONE = -1;
    private static final int KIND_SERVER = 2;

    private final OracleTrace trace;
    private final List<PlainSpan> spans;
    private int[] parents = new int[0];
    private final IdentityHashMap<String, Integer> numbers = new IdentityHashMap<>();
    private final Map<Integer, long[]> nested = new HashMap<>();
    private long count;

    private OracleTree(OracleTrace trace) {
        this.trace = trace;
        spans = trace.spans;
    }

    /** Most conditions do not ask for the tree, and it is slow to make. */
    private int[] parents() {
        if (parents.length < spans.size()) {
            make();
        }
        return parents;
    }

    private void make() {
        parents = new int[spans.size()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = parentOf(i);
            // The text is kept by what is derived from a span, such as the span with one event only.
            numbers.put(spans.get(i).text(), i);
        }
        for (int i = 0; i < parents.length; i++) {
            List<Integer> circle = circle(i);
            if (!circle.isEmpty()) {
                parents[circle.stream().min(order()).orElseThrow()] = NONE;
            }
        }
        for (int root : sorted(i -> parents[i] == NONE && spans.get(i).parentSpanId() == 0)) {
            walk(root, -1);
        }
    }

    static OracleTree of(List<PlainSpan> spans) {
        return new OracleTree(new OracleTrace(spans.get(0).traceId(), spans));
    }

    List<PlainSpan> spans() {
        return spans;
    }

    /** Number of a span's parent, -1 for none. */
    int parent(int span) {
        return parents()[span];
    }

    private Comparator<Integer> order() {
        return Comparator.comparing(
                        (Integer i) -> OracleConditions.unsigned(spans.get(i).start()))
                .thenComparing(i -> OracleConditions.unsigned(spans.get(i).spanId()))
                .thenComparing(i -> OracleConditions.unsigned(spans.get(i).parentSpanId()))
                .thenComparing(i -> OracleConditions.unsigned(spans.get(i).end()));
    }

    private int parentOf(int child) {
        PlainSpan span = spans.get(child);
        long id = span.parentSpanId();
        if (id == 0) {
            return NONE;
        }
        List<Integer> candidates = sorted(i -> i != child && spans.get(i).spanId() == id);
        if (span.spanId() != id) {
            for (int candidate : candidates) {
                if (spans.get(candidate).kind() == KIND_SERVER) {
                    return candidate;
                }
            }
        }
        return candidates.isEmpty() ? NONE : candidates.get(0);
    }

    /** The spans of the circle that a span is in. */
    private List<Integer> circle(int start) {
        List<Integer> path = new ArrayList<>();
        for (int span = start; span != NONE; span = parents[span]) {
            if (path.contains(span)) {
                return span == start ? path : List.of();
            }
            path.add(span);
        }
        return List.of();
    }

    private List<Integer> sorted(IntPredicate which) {
        return IntStream.range(0, spans.size())
                .filter(which)
                .boxed()
                .sorted(order())
                .toList();
    }

    private void walk(int span, long parentLeft) {
        long left = ++count;
        for (int child : sorted(i -> parents[i] == span)) {
            walk(child, left);
        }
        nested.put(span, new long[] {left, ++count, parentLeft});
    }

    /** The values of a property of a span. */
    void candidates(TraceProperty property, PlainSpan span, List<OracleConditions.Candidate> out) {
        int[] known = parents();
        int number = numbers.get(span.text());
        long[] set = nested.getOrDefault(number, new long[3]);
        PlainSpan root = trace.root();
        switch (property) {
            case START -> time(out, trace.start());
            case END -> time(out, trace.end());
            case DURATION -> number(out, trace.duration());
            case SPANS -> number(out, spans.size());
            case ERRORS -> number(out, trace.errors());
            case ROOT_NAME -> {
                if (root != null) {
                    out.add(new OracleConditions.Candidate(root.name(), false, false));
                }
            }
            case ROOT_SERVICE -> {
                if (root != null) {
                    out.add(new OracleConditions.Candidate(root.service(), false, false));
                }
            }
            case CHILD_COUNT ->
                number(
                        out,
                        IntStream.of(known).filter(parent -> parent == number).count());
            case NESTED_SET_LEFT -> number(out, set[0]);
            case NESTED_SET_RIGHT -> number(out, set[1]);
            case NESTED_SET_PARENT -> number(out, set[2]);
        }
    }

    private static void number(List<OracleConditions.Candidate> out, long number) {
        out.add(new OracleConditions.Candidate(BigInteger.valueOf(number), false, false));
    }

    private static void time(List<OracleConditions.Candidate> out, long time) {
        out.add(new OracleConditions.Candidate(OracleConditions.unsigned(time), false, true));
    }
}
