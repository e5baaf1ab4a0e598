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
        root = bind(rows, condition);
    }

    /** Whether a row meets the condition. */
    boolean test(int row) {
        return root.test(row);
    }

    private interface Node {
        boolean test(int row);
    }

    private static Node bind(SpanRows rows, PreparedCondition condition) {
        if (condition instanceof PreparedCondition.Leaf) {
            PreparedCondition.Leaf leaf = (PreparedCondition.Leaf) condition;
            return new ComparisonTest(rows, OperandReader.of(leaf.operand(), rows), leaf.test())::test;
        }
        if (condition instanceof PreparedCondition.Negation) {
            Node part = bind(rows, ((PreparedCondition.Negation) condition).part());
            return row -> !part.test(row);
        }
        boolean all = condition instanceof PreparedCondition.AllOf;
        List<PreparedCondition> conditions =
                all ? ((PreparedCondition.AllOf) condition).parts() : ((PreparedCondition.AnyOf) condition).parts();
        Node[] parts = new Node[conditions.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = bind(rows, conditions.get(i));
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
