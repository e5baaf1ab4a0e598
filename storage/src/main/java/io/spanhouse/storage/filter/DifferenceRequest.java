package io.spanhouse.storage.filter;

import java.util.List;

/**
 * What sets some spans apart from the rest: of which attributes and values they have more or less.
 *
 * @param project the project's number
 * @param window spans whose start lies in it
 * @param condition which spans are compared at all
 * @param traces of which traces; decided on the whole trace
 * @param selected which of these spans are set against the others
 * @param operands what is compared; none: the span's own fields that are names or codes, and the attributes in use, those
 *     with the greatest share of either population first
 * @param limits how much of it
 * @param visibility whose spans may be seen
 */
public record DifferenceRequest(
        int project,
        TimeWindow window,
        SpanCondition condition,
        TracePredicate traces,
        SpanCondition selected,
        List<Operand> operands,
        Limits limits,
        Visibility visibility) {
    /** Most operands that are compared. */
    public static final int OPERANDS_MAX = 500;

    /** The fields that are compared if no operands are given. */
    public static final List<Operand> FIELDS = List.of(
            new Operand.Field(SpanField.NAME),
            new Operand.Field(SpanField.KIND),
            new Operand.Field(SpanField.STATUS_CODE),
            new Operand.Field(SpanField.STATUS_MESSAGE),
            new Operand.Field(SpanField.SCOPE_NAME),
            new Operand.Field(SpanField.SCOPE_VERSION),
            new Operand.Field(SpanField.EVENT_NAME));

    public DifferenceRequest {
        operands = List.copyOf(operands);
        if (operands.size() > OPERANDS_MAX) {
            throw new IllegalArgumentException(
                    "there are " + operands.size() + " operands, expected at most " + OPERANDS_MAX);
        }
        if (operands.stream().anyMatch(operand -> operand instanceof Operand.InTrace)) {
            throw new IllegalArgumentException("an operand is of the trace, expected what spans have by themselves");
        }
    }

    /**
     * How much is compared and listed.
     *
     * @param compared most operands that are compared, 1 to {@link #OPERANDS_MAX}
     * @param keys most operands that are listed
     * @param values most values of each that are listed
     */
    public record Limits(int compared, int keys, int values) {
        /** Most values of an operand that are listed. */
        public static final int VALUES_MAX = 1_000;

        public Limits {
            if (compared < 1 || compared > OPERANDS_MAX || keys < 1 || values < 1 || values > VALUES_MAX) {
                throw new IllegalArgumentException("limits are " + compared + ", " + keys + " and " + values
                        + ", expected 1 to " + OPERANDS_MAX + ", at least 1 and 1 to " + VALUES_MAX);
            }
        }
    }
}
