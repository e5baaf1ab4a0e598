package io.spanhouse.storage.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sets some spans apart from the rest.
 *
 * @param selected number of selected spans
 * @param rest number of the others
 * @param keys what was compared, that which surely differs most first
 * @param compared number of operands that were compared
 * @param operands number of operands that could be compared
 * @param completeness whether everything was looked at
 * @param statistics what was read
 */
public record DifferenceAnswer(
        long selected,
        long rest,
        List<KeyDifference> keys,
        int compared,
        long operands,
        Completeness completeness,
        ScanStatistics statistics) {
    public DifferenceAnswer {
        keys = List.copyOf(keys);
    }

    /**
     * How an attribute or field differs.
     *
     * @param values its values, that which surely differs most first, of equals that which more selected spans have
     * @param valuesTotal number of different values, absence among them; at least so many if not all were looked at
     * @param unlistedMost how much the share of a value that was not looked at can differ at most; 0 if all were
     */
    public record KeyDifference(Operand operand, List<ValueDifference> values, long valuesTotal, double unlistedMost) {
        public KeyDifference {
            values = List.copyOf(values);
        }

        /** How much its most different value surely differs. */
        public double sure() {
            return values.isEmpty() ? 0 : values.get(0).shares().sure();
        }
    }

    /**
     * How a value differs. A span with several values counts with each.
     *
     * @param value null for spans that have none
     * @param shares numbers of spans that have it, of how many
     */
    public record ValueDifference(@Nullable Literal value, ShareDifference shares) {}
}
