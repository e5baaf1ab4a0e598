package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetentionClockTest {
    private final TestClock clock = new TestClock();
    private final long start = clock.epochMillis();
    private final RetentionClock retention = new RetentionClock(clock, Long.MIN_VALUE);

    @Test
    void goesWithTime() {
        clock.pass(Duration.ofDays(3));
        assertThat(retention.millis()).isEqualTo(start + Duration.ofDays(3).toMillis());
    }

    @Test
    void followsASmallCorrectionAtOnce() {
        clock.jump(Duration.ofSeconds(30));
        assertThat(retention.millis()).isEqualTo(start + 30_000);
        clock.jump(Duration.ofSeconds(-50));
        assertThat(retention.millis()).isEqualTo(start - 20_000);
    }

    @Test
    void believesAJumpAfterAnHourOfAgreement() {
        clock.jump(Duration.ofDays(3650));
        assertThat(retention.millis()).isEqualTo(start);
        clock.pass(Duration.ofMinutes(59));
        assertThat(retention.millis()).isEqualTo(start + Duration.ofMinutes(59).toMillis());
        clock.pass(Duration.ofMinutes(1));
        assertThat(retention.millis()).isEqualTo(clock.epochMillis());
    }

    @Test
    void aJumpThatIsTakenBackWasNeverThere() {
        clock.jump(Duration.ofDays(-3650));
        retention.millis();
        clock.pass(Duration.ofMinutes(50));
        retention.millis();
        clock.jump(Duration.ofDays(3650));
        clock.pass(Duration.ofMinutes(30));
        assertThat(retention.millis()).isEqualTo(start + Duration.ofMinutes(80).toMillis());
    }

    @Test
    void aClockThatJumpsAboutIsNotBelieved() {
        for (int i = 1; i <= 50; i++) {
            clock.jump(Duration.ofDays(i % 2 == 0 ? -400 * i : 700 * i));
            clock.pass(Duration.ofMinutes(10));
            assertThat(retention.millis())
                    .isEqualTo(start + Duration.ofMinutes(10L * i).toMillis());
        }
    }

    @Test
    void startsWhereTheNewestBlockSaysAndFollowsTheWallClockAfterAnHour() {
        long last = start - Duration.ofDays(40).toMillis();
        RetentionClock restarted = new RetentionClock(clock, last);
        assertThat(restarted.millis()).isEqualTo(last);
        clock.pass(Duration.ofHours(1));
        assertThat(restarted.millis()).isEqualTo(clock.epochMillis());
    }
}
