package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.TimeWindow;
import org.jspecify.annotations.Nullable;

/** The window of a search: start and end in seconds, both of them inside; all of time without them. */
final class Window {
    /** Longest window, in seconds. */
    static final long SECONDS_MAX = 168 * 3_600;

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long UNSIGNED_INT_MAX = 0xFFFF_FFFFL;

    private Window() {}

    static TimeWindow read(Exchange exchange) {
        Long start = seconds(exchange, "start");
        Long end = seconds(exchange, "end");
        if (start == null && end == null) {
            return TimeWindow.ALWAYS;
        }
        if (start == null || end == null) {
            throw HttpFailure.badRequest("invalid request: start and end come together, found one of them alone");
        }
        if (start == 0 && end == 0) {
            return TimeWindow.ALWAYS;
        }
        if (end <= start) {
            throw HttpFailure.badRequest(
                    "http parameter start must be before end. received start=" + start + " end=" + end);
        }
        if (end - start > SECONDS_MAX) {
            throw HttpFailure.badRequest(
                    "range specified by start and end exceeds 168h0m0s. received start=" + start + " end=" + end);
        }
        return new TimeWindow(start * NANOS_PER_SECOND, (end + 1) * NANOS_PER_SECOND);
    }

    private static @Nullable Long seconds(Exchange exchange, String parameter) {
        String text = exchange.query(parameter);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 0 && seconds <= UNSIGNED_INT_MAX) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw HttpFailure.badRequest(
                "invalid " + parameter + ": found '" + text + "', expected seconds since 1970 in 32 bits");
    }
}
