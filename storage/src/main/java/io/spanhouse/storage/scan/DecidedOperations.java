package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationTable;

/**
 * What a condition, and whose spans may be seen, say of the operations of a row group: all spans of an operation are taken,
 * none is, or it cannot be told without a look at them.
 *
 * @param operations of the row group
 * @param decisions by operation: {@link PredicateInput#YES}, NO or UNKNOWN; nobody changes them
 */
record DecidedOperations(OperationTable operations, byte[] decisions) {
    /** Whether certainly no span of the row group is taken. */
    boolean takeNone() {
        for (byte decision : decisions) {
            if (decision != PredicateInput.NO) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is known of every span whether it is taken. */
    boolean known() {
        for (byte decision : decisions) {
            if (decision == PredicateInput.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /** Whether all spans of an operation are taken. */
    boolean takes(int entry) {
        return decisions[entry] == PredicateInput.YES;
    }
}
