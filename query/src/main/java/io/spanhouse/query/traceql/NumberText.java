package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A number or a duration in a query.
 *
 * @param kind INTEGER, DECIMAL or DURATION
 * @param literal a duration in nanoseconds
 * @param end the position after it
 */
record NumberText(Token.Kind kind, Literal literal, int end) {
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Units, those first that begin with another. */
    private static final List<Unit> UNITS = List.of(
            new Unit("ns", 1L),
            new Unit("us", 1_000L),
            new Unit("µs", 1_000L),
            new Unit("μs", 1_000L),
            new Unit("ms", 1_000_000L),
            new Unit("s", 1_000_000_000L),
            new Unit("m", 60_000_000_000L),
            new Unit("h", 3_600_000_000_000L),
            new Unit("d", 86_400_000_000_000L),
            new Unit("w", 604_800_000_000_000L),
            new Unit("y", 31_536_000_000_000_000L));

    private record Unit(String text, long nanos) {}

    static NumberText read(String text, int start, Place place) {
        int end = digits(text, start);
        boolean whole = true;
        if (end < text.length() && text.charAt(end) == '.') {
            whole = false;
            end = digits(text, end + 1);
        }
        int unitEnd = unitEnd(text, end);
        if (unitEnd > end) {
            return duration(text, start, place);
        }
        int exponent = exponentEnd(text, end);
        whole &= exponent == end;
        end = exponent;
        if (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '_')) {
            throw TraceQlException.parse(
                    place,
                    "'" + text.substring(start, end + 1) + "'",
                    "a number, or one with a unit: ns us ms s m h d w y");
        }
        String number = text.substring(start, end);
        if (!whole) {
            return new NumberText(Token.Kind.DECIMAL, new Literal.Decimal(Double.parseDouble(number)), end);
        }
        try {
            return new NumberText(Token.Kind.INTEGER, new Literal.Whole(Long.parseLong(number)), end);
        } catch (NumberFormatException e) {
            throw TraceQlException.parse(place, "'" + number + "'", "a whole number of 64 bits");
        }
    }

    private static NumberText duration(String text, int start, Place place) {
        BigDecimal nanos = BigDecimal.ZERO;
        int position = start;
        while (true) {
            int end = digits(text, position);
            if (end < text.length() && text.charAt(end) == '.') {
                end = digits(text, end + 1);
            }
            int unitEnd = unitEnd(text, end);
            boolean isPointAlone = end == position + 1 && text.charAt(position) == '.';
            if (end == position || isPointAlone || unitEnd == end) {
                break;
            }
            nanos = nanos.add(new BigDecimal(text.substring(position, end))
                    .multiply(BigDecimal.valueOf(nanos(text.substring(end, unitEnd)))));
            position = unitEnd;
        }
        BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
        boolean goesOn = position < text.length()
                && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_');
        if (goesOn || whole.compareTo(LONG_MAX) > 0) {
            throw TraceQlException.parse(
                    place,
                    "'" + text.substring(start, Math.min(text.length(), position + 1)) + "'",
                    "a duration of at most 292 years, such as 1h30m");
        }
        return new NumberText(Token.Kind.DURATION, new Literal.Whole(whole.longValueExact()), position);
    }

    private static int digits(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int exponentEnd(String text, int start) {
        if (start < text.length() && (text.charAt(start) == 'e' || text.charAt(start) == 'E')) {
            int sign = start + 1 < text.length() && "+-".indexOf(text.charAt(start + 1)) >= 0 ? 1 : 0;
            int end = digits(text, start + 1 + sign);
            return end > start + 1 + sign ? end : start;
        }
        return start;
    }

    private static int unitEnd(String text, int start) {
        for (Unit unit : UNITS) {
            if (text.startsWith(unit.text(), start)) {
                return start + unit.text().length();
            }
        }
        return start;
    }

    private static long nanos(String unit) {
        for (Unit known : UNITS) {
            if (known.text().equals(unit)) {
                return known.nanos();
            }
        }
        throw new IllegalArgumentException(unit);
    }
}
