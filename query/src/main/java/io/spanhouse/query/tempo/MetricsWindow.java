package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When the spans of a metrics query start. A step ends at a multiple of its length, that end included, and its point has the
 * time of the end; there is one step more before the start.
 *
 * @param window all steps
 * @param steps null for one value over the whole window
 * @param seconds of a step, or of the window
 */
record MetricsWindow(TimeWindow window, @Nullable TimeSteps steps, double seconds) {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SINCE_NANOS = 3_600 * NANOS_PER_SECOND;
    private static final long RANGE_NANOS_MAX = 24 * SINCE_NANOS;
    private static final int SECONDS_DIGITS_MAX = 10;
    private static final int POINTS = 240;
    private static final long SHORT_STEP = 50 * NANOS_PER_MILLI;
    private static final long[] STEP_SECONDS = {3_600, 300, 60, 15, 5, 1};

    private record Range(long start, long end) {}

    /** Of {@code /api/metrics/query}. */
    static MetricsWindow instant(Exchange exchange, InstantSource clock) {
        Range range = range(exchange, clock);
        double seconds = (range.end() - range.start()) / (double) NANOS_PER_SECOND;
        return new MetricsWindow(new TimeWindow(range.start() + 1, range.end() + 1), null, seconds);
    }

    /** Of {@code /api/metrics/query_range}. */
    static MetricsWindow steps(Exchange exchange, InstantSource clock) {
        Range range = range(exchange, clock);
        String text = exchange.query("step");
        long step = text == null || text.isEmpty() ? step(range.end() - range.start()) : step(text);
        long first = range.start() - range.start() % step;
        long last = (range.end() + step - 1) / step * step;
        if (first < step) {
            throw HttpFailure.badRequest("start is less than a step after 1970, expected a later one");
        }
        long count = (last - first) / step + 1;
        if (count > TimeSteps.COUNT_MAX) {
            throw HttpFailure.badRequest("there are " + count + " steps from start to end, expected at most "
                    + TimeSteps.COUNT_MAX + ": a larger step or a shorter range");
        }
        TimeSteps steps = new TimeSteps(first - step + 1, step, (int) count);
        return new MetricsWindow(new TimeWindow(first - step + 1, last + 1), steps, step / (double) NANOS_PER_SECOND);
    }

    /** Number of values of a series. */
    int count() {
        return steps == null ? 1 : steps.count();
    }

    /** The time of a point; of a value over the whole window that one's end. */
    long millis(int step) {
        return (steps == null ? window.toNanos() - 1 : steps.startNanos(step + 1) - 1) / NANOS_PER_MILLI;
    }

    private static Range range(Exchange exchange, InstantSource clock) {
        String start = exchange.query("start");
        String end = exchange.query("end");
        boolean bounded = start != null && !start.isEmpty();
        if (bounded != (end != null && !end.isEmpty())) {
            throw HttpFailure.badRequest("start and end come together, found one of them alone");
        }
        Range range;
        if (bounded) {
            range = new Range(time("start", String.valueOf(start)), time("end", String.valueOf(end)));
        } else {
            String since = exchange.query("since");
            long nanos = since == null || since.isEmpty() ? SINCE_NANOS : Durations.nanos("since", since);
            long now = clock.millis() * NANOS_PER_MILLI;
            range = new Range(Math.max(0, now - nanos), now);
        }
        if (range.end() <= range.start()) {
            throw HttpFailure.badRequest(
                    "http parameter start must be before end. received start=" + start + " end=" + end);
        }
        if (range.end() - range.start() > RANGE_NANOS_MAX) {
            throw HttpFailure.badRequest("metrics query time range exceeds the maximum allowed duration of 24h0m0s");
        }
        return range;
    }

    /** Seconds, nanoseconds, seconds with a fraction, or RFC 3339. */
    private static long time(String parameter, String text) {
        try {
            if (text.matches("[0-9]+")) {
                long number = Long.parseLong(text);
                return text.length() <= SECONDS_DIGITS_MAX ? number * NANOS_PER_SECOND : number;
            }
            if (text.matches("[0-9]{1,10}\\.[0-9]{0,20}")) {
                return new BigDecimal(text)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
            }
            OffsetDateTime time = OffsetDateTime.parse(text);
            return Math.addExact(Math.multiplyExact(time.toEpochSecond(), NANOS_PER_SECOND), time.getNano());
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw HttpFailure.badRequest("invalid " + parameter + ": found '" + text
                    + "', expected seconds or nanoseconds since 1970, or a time such as 2024-06-19T13:00:00Z");
        }
    }

    private static long step(String text) {
        long nanos = text.matches("[0-9]{1,9}(\\.[0-9]{0,20})?")
                ? new BigDecimal(text)
                        .movePointRight(9)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact()
                : Durations.nanos("step", text);
        if (nanos <= 0 || nanos > RANGE_NANOS_MAX) {
            throw HttpFailure.badRequest("invalid step: found '" + text + "', expected more than 0 and at most 24h");
        }
        return nanos;
    }

    private static long step(long rangeNanos) {
        long base = rangeNanos / POINTS;
        if (rangeNanos < 60 * NANOS_PER_SECOND) {
            return Math.max(SHORT_STEP, base - base % SHORT_STEP);
        }
        for (long seconds : STEP_SECONDS) {
            long unit = seconds * NANOS_PER_SECOND;
            if (unit < base) {
                return base - base % unit;
            }
        }
        return NANOS_PER_SECOND;
    }
}
