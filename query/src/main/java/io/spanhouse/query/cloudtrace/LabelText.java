package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a label's text must be or start with, as conditions on values of every type: labels are texts, attributes are not.
 * A number's text starts with given digits if it lies in one of some ranges, one for each number of digits that may follow.
 *
 * @param text what was asked for
 * @param exact whether it is the whole text, or its start
 */
record LabelText(String text, boolean exact) {
    /** Digits before the point of the longest number whose text is searched by its start. */
    private static final int DIGITS_MAX = 19;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{0,300})?");

    /** A value of the operand that has this text as a label. */
    SpanCondition on(Operand operand) {
        List<SpanCondition> any = new ArrayList<>();
        any.add(compare(operand, exact ? Operator.EQUAL : Operator.STARTS_WITH, new Literal.Text(text)));
        for (boolean truth : new boolean[] {true, false}) {
            String label = Boolean.toString(truth);
            if (exact ? label.equals(text) : label.startsWith(text)) {
                any.add(compare(operand, Operator.EQUAL, new Literal.Truth(truth)));
            }
        }
        if (exact) {
            addNumber(operand, any);
            addBytes(operand, any);
        } else if (text.equals("-")) {
            any.add(compare(operand, Operator.LESS, new Literal.Numeric(0)));
        } else if (NUMBER.matcher(text).matches()) {
            addRanges(operand, any);
        }
        return any.size() == 1 ? any.get(0) : new SpanCondition.Any(any);
    }

    private void addNumber(Operand operand, List<SpanCondition> any) {
        if (!NUMBER.matcher(text).matches()) {
            return;
        }
        BigDecimal number = new BigDecimal(text);
        if (number.scale() == 0 && isWhole(number)) {
            long whole = number.longValue();
            if (Long.toString(whole).equals(text)) {
                any.add(compare(operand, Operator.EQUAL, new Literal.Whole(whole)));
            }
        }
        double decimal = number.doubleValue();
        if (LabelValues.decimal(decimal).equals(text)) {
            any.add(compare(operand, Operator.EQUAL, new Literal.Decimal(decimal)));
        }
    }

    private void addBytes(Operand operand, List<SpanCondition> any) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                any.add(compare(operand, Operator.EQUAL, new Literal.Bytes(bytes)));
            }
        } catch (IllegalArgumentException e) {
            // No label of bytes has this text.
        }
    }

    private void addRanges(Operand operand, List<SpanCondition> any) {
        boolean negative = text.charAt(0) == '-';
        String digits = negative ? text.substring(1) : text;
        BigDecimal least = new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
        int point = digits.indexOf('.');
        if (point >= 0) {
            // Behind the point there is always something, and never a zero alone.
            BigDecimal step = BigDecimal.ONE.movePointLeft(digits.length() - point - 1);
            any.add(range(operand, new Range(least, least.add(step), negative, point == digits.length() - 1)));
            return;
        }
        any.add(range(operand, new Range(least, least.add(BigDecimal.ONE), negative, negative && least.signum() == 0)));
        for (int more = 1; least.signum() != 0 && digits.length() + more <= DIGITS_MAX; more++) {
            any.add(range(
                    operand,
                    new Range(
                            least.movePointRight(more),
                            least.add(BigDecimal.ONE).movePointRight(more),
                            negative,
                            false)));
        }
    }

    /**
     * Numbers from {@code least} to before {@code end}, or their negatives.
     *
     * @param open whether {@code least} itself is outside
     */
    private record Range(BigDecimal least, BigDecimal end, boolean negative, boolean open) {}

    private static SpanCondition range(Operand operand, Range range) {
        Operator atLeast = range.negative
                ? (range.open ? Operator.LESS : Operator.LESS_OR_EQUAL)
                : (range.open ? Operator.GREATER : Operator.GREATER_OR_EQUAL);
        Operator before = range.negative ? Operator.GREATER : Operator.LESS;
        BigDecimal least = range.negative ? range.least.negate() : range.least;
        BigDecimal end = range.negative ? range.end.negate() : range.end;
        List<SpanCondition> either = new ArrayList<>();
        if (!range.open && least.stripTrailingZeros().scale() <= 0 && isWhole(least)) {
            List<SpanCondition> whole = new ArrayList<>();
            whole.add(compare(operand, atLeast, new Literal.Whole(least.longValueExact())));
            if (isWhole(end)) {
                whole.add(compare(operand, before, new Literal.Whole(end.longValueExact())));
            }
            either.add(new SpanCondition.All(whole));
        }
        either.add(new SpanCondition.All(List.of(
                compare(operand, atLeast, new Literal.Decimal(least.doubleValue())),
                compare(operand, before, new Literal.Decimal(end.doubleValue())))));
        return new SpanCondition.Any(either);
    }

    private static boolean isWhole(BigDecimal number) {
        return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                && number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    private static SpanCondition compare(Operand operand, Operator operator, Literal literal) {
        return new SpanCondition.Comparison(operand, operator, literal);
    }
}
