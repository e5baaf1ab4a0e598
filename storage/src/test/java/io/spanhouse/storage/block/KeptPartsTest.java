package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptPartsTest {
    private static final int PART_BYTES = 1_000;
    private static final int ENTRY_BYTES_MOST = 1_000;

    private record Numbered(int number, long bytes) implements KeptParts.Part {}

    private final AtomicInteger reads = new AtomicInteger();

    private Numbered get(KeptParts kept, long owner, int number, long bytes) {
        KeptParts.Place place = new KeptParts.Place(owner, KeptParts.Kind.OPERATIONS, number, 0);
        return kept.get(place, Numbered.class, () -> {
            reads.incrementAndGet();
            return new Numbered(number, bytes);
        });
    }

    @Test
    void aPartIsReadOnceAndEachOwnerHasItsOwn() {
        KeptParts kept = new KeptParts(1 << 20);
        long owner = kept.newOwner();
        long other = kept.newOwner();
        assertThat(get(kept, owner, 7, PART_BYTES)).isSameAs(get(kept, owner, 7, PART_BYTES));
        assertThat(get(kept, owner, 8, PART_BYTES).number()).isEqualTo(8);
        assertThat(get(kept, other, 7, PART_BYTES)).isNotSameAs(get(kept, owner, 7, PART_BYTES));
        assertThat(reads).hasValue(3);
    }

    @Test
    void noMoreIsKeptThanTheLimitHolds() {
        int holds = 100;
        KeptParts kept = new KeptParts((long) holds * PART_BYTES);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10 * holds; i++) {
                assertThat(get(kept, 1, i, PART_BYTES).number()).isEqualTo(i);
            }
        }
        // Of the second round at most as many were still there as fit.
        assertThat(reads.get()).isBetween(20 * holds - holds, 20 * holds);
        reads.set(0);
        for (int i = 0; i < 10 * holds; i++) {
            get(kept, 1, i, PART_BYTES);
        }
        assertThat(10 * holds - reads.get()).isBetween(holds * PART_BYTES / (PART_BYTES + ENTRY_BYTES_MOST) / 2, holds);
    }

    @Test
    void aPartThatWouldTakeAllTheRoomIsNotKept() {
        KeptParts kept = new KeptParts(10 * PART_BYTES);
        get(kept, 1, 1, PART_BYTES);
        get(kept, 1, 2, 9 * PART_BYTES);
        get(kept, 1, 2, 9 * PART_BYTES);
        get(kept, 1, 1, PART_BYTES);
        assertThat(reads).hasValue(3);
    }

    @Test
    void withoutRoomEveryPartIsReadAnew() {
        assertThat(KeptParts.NOTHING.isNothing()).isTrue();
        get(KeptParts.NOTHING, 1, 1, 1);
        get(KeptParts.NOTHING, 1, 1, 1);
        assertThat(reads).hasValue(2);
    }
}
