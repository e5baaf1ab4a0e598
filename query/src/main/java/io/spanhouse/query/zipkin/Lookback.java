package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.TimeWindow;
import java.time.InstantSource;

/** The window of a query: {@code lookback} milliseconds back from {@code endTs}, both ends inside. */
final class Lookback {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What a microsecond, which is all that Zipkin's times have, may have behind it. */
    private static final long NANOS_PER_MICRO = 1_000;

    private static final long MILLIS_MAX = Long.divideUnsigned(-1, NANOS_PER_MILLI) - 1;

    private Lookback() {}

    /** From the parameters; without them, the last day. */
    static TimeWindow window(Exchange exchange, InstantSource clock) {
        long end = millis(exchange, "endTs", clock.millis());
        long lookback = millis(exchange, "lookback", DAY_MILLIS);
        return new TimeWindow(Math.max(0, end - lookback) * NANOS_PER_MILLI, end * NANOS_PER_MILLI + NANOS_PER_MICRO);
    }

    private static long millis(Exchange exchange, String parameter, long otherwise) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        try {
            long millis = Long.parseLong(text);
            if (millis > 0) {
                return Math.min(millis, MILLIS_MAX);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw HttpFailure.badRequest(parameter + " is '" + text + "', expected milliseconds from 1 on");
    }
}
