package io.spanhouse.storage.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of what makes a group: the values of the first of some operands that the span has a value of. Attributes that
 * were renamed, or that may be at several levels, are one part with several operands.
 *
 * @param operands at least one, at most {@link #OPERANDS_MAX}
 */
public record GroupKey(List<Operand> operands) {
    /** Most operands of one part. */
    public static final int OPERANDS_MAX = 16;

    public GroupKey {
        operands = List.copyOf(operands);
        if (operands.isEmpty() || operands.size() > OPERANDS_MAX) {
            throw new IllegalArgumentException(
                    "there are " + operands.size() + " operands, expected 1 to " + OPERANDS_MAX);
        }
    }

    /** One part of each operand. */
    public static List<GroupKey> of(List<Operand> operands) {
        List<GroupKey> keys = new ArrayList<>(operands.size());
        for (Operand operand : operands) {
            keys.add(new GroupKey(List.of(operand)));
        }
        return keys;
    }
}
