package io.spanhouse.query.tempo;

import io.spanhouse.query.http.HttpFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, such as {@code 1m30s} or {@code 1.5ms}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

    private Durations() {}

    /**
     * Nanoseconds of a duration.
     *
     * @throws HttpFailure 400 that names the parameter
     */
    static long nanos(String parameter, String text) {
        if (text.equals("0")) {
            return 0;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher matcher = PART.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit(matcher.group(2)))));
            end = matcher.end();
        }
        if (text.isEmpty() || end < text.length() || nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw HttpFailure.badRequest(
                    "invalid " + parameter + ": found '" + text + "', expected a duration such as 100ms or 1m30s");
        }
        return nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    }

    private static long unit(String text) {
        return switch (text) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}
