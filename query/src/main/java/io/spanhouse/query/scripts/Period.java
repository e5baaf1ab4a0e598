package io.spanhouse.query.scripts;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.TimeWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;

/** The periods that people choose from, as windows of time that end at the next instant or at a midnight of their zone. */
enum Period {
    ALL("all"),
    LAST_WEEK_UP_TO_NOW("last7Days"),
    TODAY("today"),
    YESTERDAY("yesterday"),
    THIS_WEEK("thisWeek"),
    THIS_MONTH("thisMonth"),
    LAST_MONTH("lastMonth"),
    LAST_30_DAYS("last30Days"),
    LAST_90_DAYS("last90Days"),
    THIS_YEAR("thisYear"),
    LAST_YEAR("lastYear");

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final String key;

    Period(String key) {
        this.key = key;
    }

    static Period of(String key) {
        for (Period period : values()) {
            if (period.key.equals(key)) {
                return period;
            }
        }
        List<String> keys = Arrays.stream(values()).map(period -> period.key).toList();
        throw HttpFailure.badRequest(
                "the parameter period is '" + key + "', expected one of " + String.join(", ", keys));
    }

    /** The window of a period. What has no end of its own ends with the current instant. */
    TimeWindow window(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate month = today.withDayOfMonth(1);
        LocalDate year = today.withDayOfYear(1);
        return switch (this) {
            case ALL -> TimeWindow.ALWAYS;
            case LAST_WEEK_UP_TO_NOW -> back(now, 7);
            case LAST_30_DAYS -> back(now, 30);
            case LAST_90_DAYS -> back(now, 90);
            case TODAY -> days(today, today.plusDays(1), zone);
            case YESTERDAY -> days(today.minusDays(1), today, zone);
            case THIS_WEEK ->
                days(today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), today.plusDays(1), zone);
            case THIS_MONTH -> days(month, today.plusDays(1), zone);
            case LAST_MONTH -> days(month.minusMonths(1), month, zone);
            case THIS_YEAR -> days(year, today.plusDays(1), zone);
            case LAST_YEAR -> days(year.minusYears(1), year, zone);
        };
    }

    private static TimeWindow back(Instant now, int days) {
        return new TimeWindow(nanos(now.minus(Duration.ofDays(days))), nanos(now) + 1);
    }

    private static TimeWindow days(LocalDate from, LocalDate to, ZoneId zone) {
        return new TimeWindow(
                nanos(from.atStartOfDay(zone).toInstant()),
                nanos(to.atStartOfDay(zone).toInstant()));
    }

    /** Nanoseconds since 1970; earlier times count as 1970. */
    static long nanos(Instant instant) {
        return instant.getEpochSecond() < 0 ? 0 : instant.getEpochSecond() * NANOS_A_SECOND + instant.getNano();
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, NANOS_A_SECOND), Long.remainderUnsigned(nanos, NANOS_A_SECOND));
    }

    /** Where the steps of a trend begin, and where the last one ends: hours of a day at most, else days, in a zone. */
    static long[] steps(TimeWindow window, ZoneId zone, int stepsMax) {
        ChronoUnit unit = isHourly(window) ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        ZonedDateTime at = instant(window.fromNanos()).atZone(zone).truncatedTo(unit);
        Instant end = instant(window.toNanos());
        long[] bounds = new long[stepsMax + 1];
        int count = 0;
        while (count < stepsMax && at.toInstant().isBefore(end)) {
            bounds[count++] = nanos(at.toInstant());
            at = next(at, unit);
        }
        bounds[count] = nanos(at.toInstant());
        return count == 0 ? new long[0] : Arrays.copyOf(bounds, count + 1);
    }

    private static ZonedDateTime next(ZonedDateTime at, ChronoUnit unit) {
        // A day of the calendar is one of 23 to 25 hours.
        return unit == ChronoUnit.HOURS
                ? at.plus(1, unit)
                : at.toLocalDate().plusDays(1).atStartOfDay(at.getZone());
    }

    /** Whether a window is so short that its trend goes by hours; the longest day of a calendar has 25. */
    static boolean isHourly(TimeWindow window) {
        return Long.compareUnsigned(window.toNanos() - window.fromNanos(), 25 * 3_600 * NANOS_A_SECOND) <= 0;
    }
}
