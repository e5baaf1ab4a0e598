package io.spanhouse.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalLogTest {
    @Test
    void remembersHowOftenAndTheLastOfEachKind() {
        RefusalLog log = new RefusalLog();
        assertThat(log.refused()).isEmpty();
        log.note(Transport.GRPC, Rejection.of(RejectionKind.TOO_LARGE, "9 bytes"), null, "sdk/1\nforged");
        log.note(Transport.HTTP, Rejection.of(RejectionKind.TOO_LARGE, "10 bytes"), null, null);
        log.noteSpans(Transport.GRPC, "x".repeat(1_000), null, "sdk/1\nforged");
        List<RefusalLog.Refused> refused = log.refused();
        assertThat(refused).extracting(RefusalLog.Refused::reason).containsExactly("too_large", "spans");
        assertThat(refused).extracting(RefusalLog.Refused::count).containsExactly(2L, 1L);
        assertThat(refused).extracting(RefusalLog.Refused::client).containsExactly("", "sdk/1?forged");
        assertThat(refused.get(0).message()).isEqualTo("10 bytes");
        assertThat(refused.get(1).message()).hasSizeLessThan(300);
        assertThat(refused.get(1).lastMillis()).isPositive();
    }
}
