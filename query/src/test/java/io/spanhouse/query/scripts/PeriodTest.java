package io.spanhouse.query.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the names of periods mean, to the second, in the viewer's zone; and the steps of a trend over days that clocks change. */
final class PeriodTest {
    private static final ZoneId KATHMANDU = ZoneId.of("Asia/Kathmandu");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** A Wednesday in Kathmandu, and a Tuesday still in Greenwich. */
    private static final Instant NOW = Instant.parse("2026-03-17T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "today, 2026-03-18, 2026-03-19",
        "yesterday, 2026-03-17, 2026-03-18",
        "thisWeek, 2026-03-16, 2026-03-19",
        "thisMonth, 2026-03-01, 2026-03-19",
        "lastMonth, 2026-02-01, 2026-03-01",
        "thisYear, 2026-01-01, 2026-03-19",
        "lastYear, 2025-01-01, 2026-01-01"
    })
    void ofTheCalendar(String period, String from, String to) {
        TimeWindow window = Period.of(period).window(NOW, KATHMANDU);
        assertThat(window.fromNanos()).isEqualTo(midnight(from));
        assertThat(window.toNanos()).isEqualTo(midnight(to));
    }

    private static long midnight(String day) {
        return Period.nanos(Instant.parse(day + "T00:00:00Z").minus(Duration.ofMinutes(5 * 60 + 45)));
    }

    @ParameterizedTest
    @CsvSource({"last7Days, 7", "last30Days, 30", "last90Days, 90"})
    void upToNow(String period, int days) {
        TimeWindow window = Period.of(period).window(NOW, KATHMANDU);
        Instant edge = NOW.minus(Duration.ofDays(days));
        assertThat(window.contains(Period.nanos(edge.minusSeconds(1)))).isFalse();
        assertThat(window.contains(Period.nanos(edge))).isTrue();
        assertThat(window.contains(Period.nanos(edge.plusSeconds(1)))).isTrue();
        assertThat(window.contains(Period.nanos(NOW))).isTrue();
        assertThat(window.contains(Period.nanos(NOW.plusSeconds(1)))).isFalse();
        assertThat(Period.of("all").window(NOW, KATHMANDU)).isEqualTo(TimeWindow.ALWAYS);
    }

    @ParameterizedTest
    @CsvSource({"2026-03-29, 23", "2026-03-30, 24", "2026-10-25, 25"})
    void aDayOfTheCalendarGoesByHours(String day, int hours) {
        ZonedDateTime start = LocalDate.parse(day).atStartOfDay(BERLIN);
        TimeWindow window = new TimeWindow(
                Period.nanos(start.toInstant()), Period.nanos(start.plusDays(1).toInstant()));
        assertThat(Period.isHourly(window)).isTrue();
        long[] bounds = Period.steps(window, BERLIN, 100);
        assertThat(bounds).hasSize(hours + 1).startsWith(window.fromNanos()).endsWith(window.toNanos());
    }

    @Test
    void longerOnesGoByDaysOfTheZone() {
        ZonedDateTime start = ZonedDateTime.of(2026, 3, 28, 0, 0, 0, 0, BERLIN);
        TimeWindow window = new TimeWindow(
                Period.nanos(start.plusHours(5).toInstant()),
                Period.nanos(start.plusDays(3).toInstant()));
        assertThat(Period.isHourly(window)).isFalse();
        assertThat(Period.steps(window, BERLIN, 100))
                .containsExactly(
                        Period.nanos(start.toInstant()),
                        Period.nanos(start.plusDays(1).toInstant()),
                        Period.nanos(start.plusDays(2).toInstant()),
                        Period.nanos(start.plusDays(3).toInstant()));
    }
}
