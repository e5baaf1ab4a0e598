package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which traces of a generation a search must look at: those for which the predicate is left open when each condition
 * that surely none of their rows meets is known to be met by none. What rows have comes from {@link HeadRowScreen}, what
 * traces have (services, errors, the longest duration) from {@link HeadTraceScreen}. A trace with older fragments is always
 * to be looked at.
 *
 * <p>One for each query and generation, shared by all units of work: what one finds out serves the others. A trace costs some
 * nanoseconds, against a microsecond to look at its rows.
 */
final class HeadScreen {
    /** With more conditions nothing is screened. */
    private static final int CONDITIONS_MAX = 8;

    /** What is known of a stretch of traces. */
    interface Part {
        /** A bit for each trace from {@code first} on, set if a row of it may meet the condition; null if any may. */
        long @Nullable [] traces(int first, int end);
    }

    /** Nothing is known. */
    static final Part ANY_TRACE = (first, end) -> null;

    private final TraceTable traces;
    private final int rowCount;
    private final List<Part> parts;
    /** By the set of conditions that may be met: whether the predicate is left open. */
    private final boolean[] open;

    private HeadScreen(PreparedPredicate predicate, HeadSnapshot.Part part, List<Part> parts) {
        this.traces = part.generation().traces();
        this.rowCount = part.rowCount();
        this.parts = parts;
        open = new boolean[1 << parts.size()];
        for (int met = 0; met < open.length; met++) {
            open[met] = predicate.decide(new Met(met)) != PredicateInput.NO;
        }
    }

    /** A screen of what a search sees of a generation; null if nothing would be screened. */
    static @Nullable HeadScreen of(PreparedPredicate predicate, HeadSnapshot.Part part) {
        int conditions = predicate.conditions().size();
        if (conditions == 0 || conditions > CONDITIONS_MAX) {
            return null;
        }
        HeadScreen screen = new HeadScreen(predicate, part, parts(predicate.conditions(), part));
        return screen.open[0] ? null : screen;
    }

    private static Part part(PreparedCondition condition, HeadSnapshot.Part part) {
        if (condition instanceof PreparedCondition.AllOf) {
            List<Part> all = parts(((PreparedCondition.AllOf) condition).parts(), part);
            return (first, end) -> all(all, first, end);
        }
        if (condition instanceof PreparedCondition.AnyOf) {
            List<Part> any = parts(((PreparedCondition.AnyOf) condition).parts(), part);
            return (first, end) -> any(any, first, end);
        }
        return condition instanceof PreparedCondition.Leaf ? leaf((PreparedCondition.Leaf) condition, part) : ANY_TRACE;
    }

    private static Part leaf(PreparedCondition.Leaf leaf, HeadSnapshot.Part part) {
        HeadRowScreen rows = new HeadRowScreen(part);
        HeadTraceScreen traces = new HeadTraceScreen(part);
        Operand operand = leaf.operand();
        if (operand instanceof Operand.SpanOrResource) {
            String key = ((Operand.SpanOrResource) operand).key();
            List<Part> either = List.of(rows.attribute(key, leaf.test()), traces.resource(key, leaf.test()));
            return (first, end) -> any(either, first, end);
        }
        if (operand instanceof Operand.Field) {
            SpanField field = ((Operand.Field) operand).field();
            return field == SpanField.NAME ? rows.name(leaf.test()) : traces.field(field, leaf.test());
        }
        if (!(operand instanceof Operand.Attribute)) {
            return ANY_TRACE;
        }
        Operand.Attribute attribute = (Operand.Attribute) operand;
        if (attribute.level() == AttributeLevel.RESOURCE) {
            return traces.resource(attribute.key(), leaf.test());
        }
        return attribute.level() == AttributeLevel.SPAN ? rows.attribute(attribute.key(), leaf.test()) : ANY_TRACE;
    }

    private static List<Part> parts(List<PreparedCondition> conditions, HeadSnapshot.Part part) {
        List<Part> parts = new ArrayList<>();
        for (PreparedCondition condition : conditions) {
            parts.add(part(condition, part));
        }
        return parts;
    }

    private static long @Nullable [] all(List<Part> parts, int first, int end) {
        long[] all = null;
        for (Part part : parts) {
            long[] one = part.traces(first, end);
            if (one != null) {
                all = all == null ? one : SpanBits.and(all, one);
            }
        }
        return all;
    }

    private static long @Nullable [] any(List<Part> parts, int first, int end) {
        long[] any = RowSet.words(end - first);
        for (Part part : parts) {
            long[] one = part.traces(first, end);
            if (one == null) {
                return null;
            }
            any = SpanBits.or(any, one);
        }
        return any;
    }

    /** A bit for each trace of a stretch from {@code first} on, set if it is to be looked at; null if all are. */
    long @Nullable [] traces(int first, int end) {
        long[][] met = new long[parts.size()][];
        boolean any = false;
        for (int i = 0; i < met.length; i++) {
            long[] known = parts.get(i).traces(first, end);
            any |= known != null;
            met[i] = known == null ? ones(end - first) : known;
        }
        if (!any) {
            return null;
        }
        // Of one condition that must be met, its traces are the ones.
        long[] wanted = met.length == 1 ? met[0] : open(met, end - first);
        if (traces.anyContinues(first / TraceTable.STRETCH)) {
            addContinuing(wanted, first, end);
        }
        return wanted;
    }

    private static long[] ones(int size) {
        long[] words = RowSet.words(size);
        Arrays.fill(words, -1);
        return words;
    }

    private long[] open(long[][] met, int count) {
        long[] wanted = RowSet.words(count);
        for (int i = 0; i < count; i++) {
            int conditions = 0;
            for (int condition = 0; condition < met.length; condition++) {
                conditions |= (int) (met[condition][i >>> 6] >>> i & 1) << condition;
            }
            if (open[conditions]) {
                RowSet.set(wanted, i);
            }
        }
        return wanted;
    }

    private void addContinuing(long[] wanted, int first, int end) {
        for (int trace = first; trace < end; trace++) {
            if (traces.continues(trace, rowCount)) {
                RowSet.set(wanted, trace - first);
            }
        }
    }

    /** Nothing is known of a trace but which conditions its rows may meet. */
    private record Met(int conditions) implements PredicateInput {
        @Override
        public int compare(TraceField field, Operator operator, long number) {
            return UNKNOWN;
        }

        @Override
        public int root(PreparedPredicate.RootTest test) {
            return UNKNOWN;
        }

        @Override
        public long count(int condition) {
            return (conditions >>> condition & 1) == 0 ? 0 : UNKNOWN;
        }
    }
}
