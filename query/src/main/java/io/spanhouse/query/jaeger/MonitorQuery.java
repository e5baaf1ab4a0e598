package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page "Monitor" asks for. Time is cut so that both the distance of two points and the stretch that a point is of
 * are whole numbers of cuts.
 *
 * @param condition which spans
 * @param byOperation whether operations are apart
 * @param firstMillis time of the first point
 * @param stepMillis from one point to the next
 * @param points number of points
 * @param ratePerMillis what a point is of: so long before it, itself included
 * @param cutMillis length of a cut
 */
record MonitorQuery(
        SpanCondition condition,
        boolean byOperation,
        long firstMillis,
        long stepMillis,
        int points,
        long ratePerMillis,
        long cutMillis) {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LOOKBACK_MILLIS = 3_600_000;
    private static final long STEP_MILLIS = 5_000;
    private static final long RATE_PER_MILLIS = 600_000;
    private static final long MILLIS_MAX = 1L << 43;

    /** From the parameters of an address. */
    static MonitorQuery read(Exchange exchange, InstantSource clock) {
        long end = millis(exchange, "endTs", clock.millis());
        long lookback = millis(exchange, "lookback", LOOKBACK_MILLIS);
        long step = millis(exchange, "step", STEP_MILLIS);
        long ratePer = millis(exchange, "ratePer", RATE_PER_MILLIS);
        if (lookback + ratePer >= end) {
            throw HttpFailure.badRequest("lookback and ratePer together, " + (lookback + ratePer)
                    + " ms, begin before 1970, expected less than endTs, " + end);
        }
        long cut = BigInteger.valueOf(step).gcd(BigInteger.valueOf(ratePer)).longValueExact();
        long points = lookback / step + 1;
        long cuts = ((points - 1) * step + ratePer) / cut;
        if (cuts > TimeSteps.COUNT_MAX) {
            throw HttpFailure.badRequest(
                    "a step of " + step + " ms and a ratePer of " + ratePer + " ms cut a lookback of " + lookback
                            + " ms in " + cuts + " pieces, expected at most " + TimeSteps.COUNT_MAX);
        }
        return new MonitorQuery(
                condition(exchange),
                Flags.of(exchange, "groupByOperation"),
                end - lookback,
                step,
                (int) points,
                ratePer,
                cut);
    }

    private static SpanCondition condition(Exchange exchange) {
        List<SpanCondition> services = new ArrayList<>();
        for (String text : exchange.queries("service")) {
            for (String name : text.split(",", -1)) {
                if (!name.isEmpty()) {
                    services.add(Tags.service(name));
                }
            }
        }
        if (services.isEmpty()) {
            throw HttpFailure.badRequest("parameter 'service' is required");
        }
        List<SpanCondition> kinds = new ArrayList<>();
        for (String kind : exchange.queries("spanKind")) {
            kinds.add(Tags.number(SpanField.KIND, Names.kind("spanKind", kind)));
        }
        if (kinds.isEmpty()) {
            kinds.add(Tags.number(SpanField.KIND, Names.kind("spanKind", "server")));
        }
        return new SpanCondition.All(List.of(new SpanCondition.Any(services), new SpanCondition.Any(kinds)));
    }

    /** The quantile that is asked for. */
    static double quantile(Exchange exchange) {
        String text = exchange.query("quantile");
        if (text == null || text.isEmpty()) {
            throw HttpFailure.badRequest("parameter 'quantile' is required");
        }
        try {
            double quantile = Double.parseDouble(text);
            if (quantile >= 0 && quantile <= 1) {
                return quantile;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw OldTraces.unparsable("quantile", text, "a number from 0 to 1");
    }

    private static long millis(Exchange exchange, String parameter, long otherwise) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long millis = Long.parseLong(text);
            if (millis > 0 && millis <= MILLIS_MAX) {
                return millis;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw OldTraces.unparsable(parameter, text, "milliseconds from 1 to " + MILLIS_MAX);
    }

    /** The cuts: each includes its end and not its beginning, so they are those that do the opposite, a nanosecond later. */
    TimeSteps steps() {
        int count = (int) (((points - 1) * stepMillis + ratePerMillis) / cutMillis);
        return new TimeSteps((firstMillis - ratePerMillis) * NANOS_PER_MILLI + 1, cutMillis * NANOS_PER_MILLI, count);
    }

    /** All spans of some point. */
    TimeWindow window() {
        TimeSteps steps = steps();
        return new TimeWindow(steps.firstNanos(), steps.startNanos(steps.count()));
    }

    /** The time of a point. */
    long pointMillis(int point) {
        return firstMillis + point * stepMillis;
    }

    /** The first cut of a point. */
    int fromStep(int point) {
        return (int) (point * stepMillis / cutMillis);
    }

    /** The cut after the last of a point. */
    int toStep(int point) {
        return fromStep(point) + (int) (ratePerMillis / cutMillis);
    }
}
