package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.EnumSet;
import java.util.Set;

/** Whether a condition looks at the span alone, at its whole trace alone, or at both. */
enum TraceUse {
    NONE,
    /** At nothing but what is the same for all spans of a trace. */
    WHOLE,
    /** At both, or at the place in the tree. */
    MIXED;

    static TraceUse of(SpanCondition condition) {
        Set<TraceUse> uses = EnumSet.noneOf(TraceUse.class);
        collect(condition, uses);
        return uses.size() > 1 ? MIXED : uses.isEmpty() ? NONE : uses.iterator().next();
    }

    private static void collect(SpanCondition condition, Set<TraceUse> uses) {
        if (condition instanceof SpanCondition.All all) {
            all.conditions().forEach(one -> collect(one, uses));
        } else if (condition instanceof SpanCondition.Any any) {
            any.conditions().forEach(one -> collect(one, uses));
        } else if (condition instanceof SpanCondition.Not not) {
            collect(not.condition(), uses);
        } else if (condition instanceof SpanCondition.AnyElement element) {
            uses.add(NONE);
            collect(element.condition(), uses);
        } else if (condition instanceof SpanCondition.Exists exists) {
            uses.add(of(exists.operand()));
        } else if (condition instanceof SpanCondition.Comparison comparison) {
            uses.add(of(comparison.operand()));
        } else if (condition instanceof SpanCondition.Relation relation) {
            collect(relation.left(), uses);
            collect(relation.right(), uses);
        }
    }

    private static void collect(Expression expression, Set<TraceUse> uses) {
        if (expression instanceof Expression.Value value) {
            uses.add(of(value.operand()));
        } else if (expression instanceof Expression.Arithmetic arithmetic) {
            collect(arithmetic.left(), uses);
            collect(arithmetic.right(), uses);
        } else if (expression instanceof Expression.Truth truth) {
            collect(truth.condition(), uses);
        }
    }

    static TraceUse of(Operand operand) {
        if (operand instanceof Operand.AsText text) {
            return of(text.of());
        }
        if (operand instanceof Operand.InTrace inTrace) {
            return inTrace.property().ofWholeTrace() ? WHOLE : MIXED;
        }
        return NONE;
    }
}
