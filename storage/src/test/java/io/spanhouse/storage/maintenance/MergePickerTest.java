package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MergePickerTest {
    private static final StoreIdentity STORE = new StoreIdentity(new UUID(1, 1), 1, 0);
    private static final UUID JOURNAL = new UUID(2, 2);

    private final MergePicker picker = new MergePicker(new MaintenanceOptions.Merging(8, 16, 1_000));
    private final List<SstHeader> headers = new ArrayList<>();
    private final Map<Integer, Long> end = new HashMap<>();
    private long block;

    @Test
    void sevenAreTooFewAndEightEnough() {
        for (int i = 0; i < 8; i++) {
            assertThat(pick()).isEmpty();
            add(1, 0, 10);
        }
        // The last one looked beyond the lane's end, so it waits for the next seal.
        add(1, 0, 10);
        assertThat(pick()).hasSize(8).isEqualTo(headers.subList(0, 8));
    }

    @Test
    void atMostSixteenAtOnceAndNoMoreSpansThanTheLimit() {
        for (int i = 0; i < 40; i++) {
            add(1, 0, 10);
        }
        assertThat(pick()).hasSize(16);
        headers.clear();
        end.clear();
        for (int i = 0; i < 40; i++) {
            add(1, 0, 120);
        }
        assertThat(pick()).hasSize(8);
    }

    @Test
    void largeOnesAndOtherSizesAreLeftAlone() {
        for (int i = 0; i < 20; i++) {
            add(1, 0, i % 5 == 4 ? 500 : 10);
        }
        assertThat(pick()).isEmpty();
    }

    @Test
    void smallOnesOnBothSidesOfAMiddleOneWaitForIt() {
        for (int i = 0; i < 5; i++) {
            add(1, 0, 1);
        }
        add(1, 0, 100);
        for (int i = 0; i < 6; i++) {
            add(1, 0, 1);
        }
        assertThat(pick()).hasSize(11);
    }

    @Test
    void gapsAndExcludedOnesPart() {
        for (int i = 0; i < 7; i++) {
            add(1, 0, 10);
        }
        end.merge(0, 5L, Long::sum);
        for (int i = 0; i < 7; i++) {
            add(1, 0, 10);
        }
        assertThat(pick()).isEmpty();
        headers.clear();
        end.clear();
        for (int i = 0; i < 14; i++) {
            add(1, 0, 10);
        }
        assertThat(picker.pick(headers, Set.of(headers.get(6).place()))).isEmpty();
        assertThat(picker.pick(headers, Set.of(headers.get(0).place()))).hasSize(12);
    }

    @Test
    void lanesAndBucketsAreNotMixed() {
        for (int i = 0; i < 7; i++) {
            add(1, 0, 10);
            add(1, 1, 10);
        }
        assertThat(pick()).isEmpty();
    }

    @Test
    void anEndedBucketIsCleanedUp() {
        add(1, 0, 10);
        add(1, 0, 300);
        add(1, 0, 10);
        add(2, 0, 10);
        assertThat(pick()).hasSize(3);
    }

    @Test
    void offMeansNever() {
        for (int i = 0; i < 40; i++) {
            add(1 + i / 20, 0, 10);
        }
        assertThat(new MergePicker(MaintenanceOptions.Merging.OFF).pick(headers, Set.of()))
                .isEmpty();
    }

    /** Merging what is picked until nothing is comes to an end, and writes a span only a few times. */
    @Test
    void mergingEndsSoon() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        long spans = 0;
        long written = 0;
        for (int i = 0; i < 600; i++) {
            int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 200 : 10);
            spans += size;
            add(1, 0, size);
            for (List<SstHeader> picked = pick(); !picked.isEmpty(); picked = pick()) {
                written += merge(picked);
            }
        }
        assertThat(headers).as("seed %d", seed).hasSizeLessThan(60);
        assertThat(written).as("seed %d", seed).isLessThan(5 * spans);
    }

    private long merge(List<SstHeader> picked) {
        int at = headers.indexOf(picked.get(0));
        long spans = picked.stream().mapToLong(SstHeader::spans).sum();
        SstHeader.Journal first = picked.get(0).journal();
        SstHeader.Journal last = picked.get(picked.size() - 1).journal();
        headers.removeAll(picked);
        headers.add(at, header(picked.get(0).place().bucket(), first.previousTo(), last.to(), last.cut(), spans));
        return spans;
    }

    private List<SstHeader> pick() {
        return picker.pick(headers, Set.of());
    }

    private void add(long sequence, int lane, long spans) {
        long from = end.getOrDefault(lane, 0L);
        headers.add(header(new BucketId(lane, sequence), from, from + 10, from + 12, spans));
        end.put(lane, from + 10);
        if (headers.size() > 1) {
            SstHeader before = headers.get(headers.size() - 2);
            if (before.journal().lane() == lane && before.journal().to() != from) {
                // A gap on purpose: this one goes on from where nothing ends.
                assertThat(before.journal().to()).isLessThan(from);
            }
        }
    }

    private SstHeader header(BucketId bucket, long from, long to, long cut, long spans) {
        return new SstHeader(
                new SstHeader.Place(STORE, 0, bucket, ++block),
                new SstHeader.Journal(JOURNAL, bucket.lane(), from, to, from, cut, from),
                new SstHeader.Generations(to, to),
                SstHeader.Features.NONE,
                List.of(),
                SstHeader.Times.none(to),
                List.of(new SstHeader.Content(1, spans, spans, 1, spans)));
    }
}
