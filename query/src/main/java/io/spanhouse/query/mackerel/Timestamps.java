package io.spanhouse.query.mackerel;

import java.time.LocalDate;

/** Times as {@code 2025-07-09T14:03:02.000Z}: UTC, whole milliseconds rounded down. Not thread-safe. */
final class Timestamps {
    private static final long MILLIS_PER_DAY = 86_400_000L;

    private final StringBuilder text = new StringBuilder(24);
    private long day = -1;
    private String dayText = "";

    /** The text of unsigned nanoseconds since 1970. */
    String text(long nanos) {
        long millis = Long.divideUnsigned(nanos, 1_000_000L);
        if (millis / MILLIS_PER_DAY != day) {
            day = millis / MILLIS_PER_DAY;
            dayText = LocalDate.ofEpochDay(day).toString();
        }
        int ofDay = (int) (millis % MILLIS_PER_DAY);
        text.setLength(0);
        text.append(dayText).append('T');
        digits(ofDay / 3_600_000, 2).append(':');
        digits(ofDay / 60_000 % 60, 2).append(':');
        digits(ofDay / 1_000 % 60, 2).append('.');
        return digits(ofDay % 1_000, 3).append('Z').toString();
    }

    private StringBuilder digits(int number, int width) {
        for (int unit = width == 3 ? 100 : 10; unit > 0; unit /= 10) {
            text.append((char) ('0' + number / unit % 10));
        }
        return text;
    }
}
