package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SstHeaderCodecTest {
    static final SstHeader SAMPLE = new SstHeader(
            new SstHeader.Place(new StoreIdentity(new UUID(0x1111, 0x2222), 4, 0x3333), 2, new BucketId(1, 5), 7),
            new SstHeader.Journal(new UUID(0x4444, 0x5555), 1, 100, 200, 90, 250, 95),
            new SstHeader.Generations(8, 9),
            new SstHeader.Features(0, 0x80, 1),
            List.of(
                    new SstHeader.Cover(new BucketId(1, 5), 3),
                    new SstHeader.Cover(new BucketId(1, 4), SstHeader.Cover.WHOLE_BUCKET)),
            new SstHeader.Times(11, 12, 13, 14, 15, -1L, 16, List.of(new SstHeader.TickTime(11, 13))),
            List.of(new SstHeader.Content(0, 20, 5, 40, 4096), new SstHeader.Content(3, 1, 1, 6, 99)));

    /** The bytes of version 1 for ever. */
    private static final String SAMPLE_BYTES =
            "537053480001000062e5b9ef00000000000011110000000000002222000000040000000000003333"
                    + "00000002010000000000000005000000000000000700000000000044440000000000005555010000"
                    + "00000000006400000000000000c8000000000000005a00000000000000fa000000000000005f0000"
                    + "00000000000800000000000000090000000000000000000000000000008000000001000000000000"
                    + "000b000000000000000c000000000000000d000000000000000e000000000000000fffffffffffff"
                    + "ffff000000000000001000000001000000000000000b000000000000000d00000002010000000000"
                    + "00000500000000000000030100000000000000040000000000000000000000020000000000000000"
                    + "00000014000000000000000500000000000000280000000000001000000000030000000000000001"
                    + "000000000000000100000000000000060000000000000063";

    @Test
    void theSampleIsWrittenAsEver() {
        assertThat(HexFormat.of().formatHex(SstHeaderCodec.encode(SAMPLE))).isEqualTo(SAMPLE_BYTES);
    }

    @Test
    void theSampleIsReadAsEver() {
        assertThat(SstHeaderCodec.decode(7, HexFormat.of().parseHex(SAMPLE_BYTES)))
                .isEqualTo(SAMPLE);
    }

    @Test
    void whatIsWrittenIsRead() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            SstHeader header = random(random);
            assertThat(SstHeaderCodec.decode(header.place().block(), SstHeaderCodec.encode(header)))
                    .as("seed %d", seed)
                    .isEqualTo(header);
        }
    }

    @Test
    void everyFlippedBitIsFound() {
        byte[] bytes = SstHeaderCodec.encode(SAMPLE);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> SstHeaderCodec.decode(7, flipped)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void everyCutAndEveryAdditionIsFound() {
        byte[] bytes = SstHeaderCodec.encode(SAMPLE);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertFails(7, cut, FailureKind.CORRUPT);
        }
        assertFails(7, Arrays.copyOf(bytes, bytes.length + 1), FailureKind.CORRUPT);
    }

    @Test
    void theHeaderOfAnotherBlockIsFound() {
        assertFails(8, SstHeaderCodec.encode(SAMPLE), FailureKind.CORRUPT);
    }

    @Test
    void aLaterVersionIsRefusedByName() {
        byte[] bytes = SstHeaderCodec.encode(SAMPLE);
        bytes[5] = 2;
        assertThatThrownBy(() -> SstHeaderCodec.decode(7, bytes))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TOO_NEW))
                .hasMessageContaining("format 2");
    }

    @Test
    void aFeatureThatIsRequiredAndUnknownIsRefused() {
        SstHeader later = new SstHeader(
                SAMPLE.place(),
                SAMPLE.journal(),
                SAMPLE.generations(),
                new SstHeader.Features(1, 0, 1),
                List.of(),
                SAMPLE.times(),
                List.of());
        assertFails(7, SstHeaderCodec.encode(later), FailureKind.TOO_NEW);
    }

    private static void assertFails(long block, byte[] bytes, FailureKind kind) {
        assertThatThrownBy(() -> SstHeaderCodec.decode(block, bytes))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static SstHeader random(SplittableRandom random) {
        List<SstHeader.Cover> covers = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            covers.add(new SstHeader.Cover(bucket(random), random.nextLong(0, Long.MAX_VALUE)));
        }
        List<SstHeader.Content> contents = new ArrayList<>();
        int project = random.nextInt(3);
        for (int i = random.nextInt(5); i > 0; i--) {
            contents.add(new SstHeader.Content(
                    project, random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
            project += 1 + random.nextInt(1_000_000);
        }
        List<SstHeader.TickTime> ticks = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            ticks.add(new SstHeader.TickTime(random.nextLong(), random.nextLong()));
        }
        long from = random.nextLong(0, 1L << 50);
        long to = from + random.nextLong(0, 1L << 50);
        long generation = random.nextLong(0, 1L << 50);
        return new SstHeader(
                new SstHeader.Place(
                        new StoreIdentity(uuid(random), 1 + random.nextInt(64), random.nextLong()),
                        random.nextInt(64),
                        bucket(random),
                        1 + random.nextLong(0, 1L << 50)),
                new SstHeader.Journal(
                        uuid(random),
                        random.nextInt(BucketId.LANE_MAX + 1),
                        from,
                        to,
                        random.nextLong(0, from + 1),
                        to + random.nextInt(100),
                        random.nextLong(0, 1L << 50)),
                new SstHeader.Generations(generation, generation + random.nextInt(20)),
                new SstHeader.Features(0, random.nextLong(), random.nextInt()),
                covers,
                new SstHeader.Times(
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        ticks),
                contents);
    }

    private static BucketId bucket(SplittableRandom random) {
        return new BucketId(random.nextInt(BucketId.LANE_MAX + 1), 1 + random.nextLong(9_999_999_999L));
    }

    private static UUID uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
