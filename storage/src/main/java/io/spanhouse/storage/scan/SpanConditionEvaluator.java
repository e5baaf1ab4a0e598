package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;
import java.util.List;

/**
 * Says of each row of one {@link SpanRows} whether it meets a condition: the head, fragments of straddlers, whatever is
 * not scanned by packed codes. Comparisons are remembered by code, so a distinct value is compared once. Not thread-safe;
 * cheap to make, one for each unit of work.
 */
final class SpanConditionEvaluator {
    private final Node root;

    SpanConditionEvaluator(SpanRows rows, PreparedCondition condition) {
        this(rows, condition, new RowContext());
    }

    /**
     * An evaluator for rows of which more must be known.
     *
     * @param context set to the row's trace and number before each test
     */
    SpanConditionEvaluator(SpanRows rows, PreparedCondition condition, RowContext context) {
        root = bind(rows, condition, context);
    }

    /** Whether a row meets the condition. */
    boolean test(int row) {
        return root.test(row);
    }

    private interface Node {
        boolean test(int row);
    }

    private static Node bind(SpanRows rows, PreparedCondition condition, RowContext context) {
        if (condition instanceof PreparedCondition.Leaf) {
            PreparedCondition.Leaf leaf = (PreparedCondition.Leaf) condition;
            return new ComparisonTest(rows, OperandReader.of(leaf.operand(), rows, context), leaf.test())::test;
        }
        if (condition instanceof PreparedCondition.Negation) {
            Node part = bind(rows, ((PreparedCondition.Negation) condition).part(), context);
            return row -> !part.test(row);
        }
        if (condition instanceof PreparedCondition.Computed) {
            PreparedRelation relation = ((PreparedCondition.Computed) condition).relation();
            RowSlots slots = new RowSlots(rows, relation.slots(), context);
            return row -> relation.holds(slots.at(row));
        }
        if (condition instanceof PreparedCondition.Element) {
            PreparedCondition.Element element = (PreparedCondition.Element) condition;
            Node part = bind(rows, element.part(), context);
            return row -> context.any(element.level(), rows, row, part::test);
        }
        boolean all = condition instanceof PreparedCondition.AllOf;
        List<PreparedCondition> conditions =
                all ? ((PreparedCondition.AllOf) condition).parts() : ((PreparedCondition.AnyOf) condition).parts();
        Node[] parts = new Node[conditions.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = bind(rows, conditions.get(i), context);
        }
        return all ? row -> allHold(parts, row) : row -> anyHolds(parts, row);
    }

    private static boolean allHold(Node[] parts, int row) {
        for (Node part : parts) {
            if (!part.test(row)) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyHolds(Node[] parts, int row) {
        for (Node part : parts) {
            if (part.test(row)) {
                return true;
            }
        }
        return false;
    }
}
