package io.spanhouse.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of every kind come back, wholly and by pieces, and in no more bytes than their kind needs. */
final class NumbersTest {
    private static final int[] COUNTS = {0, 1, 2, 7, 63, 64, 1023, 1024, 1025, 3000, 5000};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyKindComesBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int count : COUNTS) {
            check(seed, random, values(count, i -> 42));
            check(seed, random, values(count, i -> random.nextLong()));
            check(seed, random, values(count, i -> random.nextInt(100)));
            check(seed, random, values(count, i -> 1_700_000_000_000_000_000L + random.nextInt(1 << 30)));
            check(seed, random, values(count, i -> i * 1_000_003L + random.nextInt(50)));
            check(seed, random, values(count, i -> random.nextInt(100) == 0 ? random.nextLong() : random.nextInt(8)));
            check(seed, random, values(count, i -> random.nextInt(100) == 0 ? 0 : (1L << 60) + random.nextInt(9)));
            check(seed, random, values(count, i -> i / 50 % 3));
            check(seed, random, values(count, i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE));
            check(seed, random, values(count, i -> random.nextLong() >>> 7 + random.nextInt(57)));
            check(seed, random, values(count, i -> i * 1_000_000L + (random.nextLong() >>> 34 + random.nextInt(30))));
            int bits = random.nextInt(65);
            check(seed, random, values(count, i -> bits == 0 ? 0 : random.nextLong() >>> 64 - bits));
        }
    }

    @Test
    void constantsTakeAFewBytes() {
        assertThat(size(values(30_000, i -> 7))).isEqualTo(2);
    }

    @Test
    void outliersDoNotWidenTheOthers() {
        SplittableRandom random = new SplittableRandom(1);
        long[] values = values(10_240, i -> i % 500 == 0 ? random.nextLong() : random.nextInt(256));
        assertThat(size(values)).isLessThan(10_240 + 500);
    }

    @Test
    void valuesFarBelowTheOthersDoNotWidenThem() {
        SplittableRandom random = new SplittableRandom(1);
        long[] values = values(10_240, i -> i % 500 == 0 ? -1_700_000_000_000_000_000L : random.nextInt(1 << 16));
        assertThat(size(values)).isLessThan(2 * 10_240 + 1_500);
    }

    @Test
    void ascendingNumbersTakeTheirDifferences() {
        SplittableRandom random = new SplittableRandom(1);
        long[] values = values(10_240, i -> 1L << 60 | i * 1000L + random.nextInt(256));
        assertThat(size(values)).isLessThan(2 * 10_240);
    }

    @Test
    void numbersOfManyLengthsTakeTheirOwn() {
        SplittableRandom random = new SplittableRandom(1);
        long[] values = values(10_240, i -> 1L << random.nextInt(32) | random.nextInt(2));
        // 16.5 bits on average; one width for all takes 32.
        assertThat(size(values)).isLessThan(23 * 10_240 / 8);
    }

    @Test
    void longRunsTakeNextToNothing() {
        assertThat(size(values(32_768, i -> i / 5_000))).isLessThan(40);
    }

    @Test
    void randomNumbersTakeNoMoreThanTheyAre() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(size(values(5_000, i -> random.nextLong()))).isEqualTo(1 + 8 * 5_000);
    }

    private static void check(long seed, SplittableRandom random, long[] values) {
        ByteWriter out = new ByteWriter(16);
        out.u8(99);
        new Numbers().write(values, values.length, out);
        int end = out.size();
        out.u8(98);
        out.ensure(Packed.SLACK);
        ByteReader in = new ByteReader().set(out.array(), 1, out.size() - 1);
        long[] read = new long[values.length];
        Numbers.read(in, values.length, read);
        assertThat(read).as("seed %d", seed).isEqualTo(values);
        assertThat(in.position()).as("seed %d: end", seed).isEqualTo(end);
        for (int i = 0; i < 5 && values.length > 0; i++) {
            int from = random.nextInt(values.length);
            int to = from + random.nextInt(values.length - from + 1);
            long[] part = new long[to - from + 2];
            in.set(out.array(), 1, out.size() - 1);
            Numbers.read(in, values.length, from, to, part, 1);
            assertThat(Arrays.copyOfRange(part, 1, part.length - 1))
                    .as("seed %d: %d to %d", seed, from, to)
                    .isEqualTo(Arrays.copyOfRange(values, from, to));
            assertThat(part[0]).isZero();
            assertThat(part[part.length - 1]).isZero();
            assertThat(in.position()).isEqualTo(end);
        }
    }

    private static int size(long[] values) {
        ByteWriter out = new ByteWriter(16);
        new Numbers().write(values, values.length, out);
        return out.size();
    }

    private static long[] values(int count, LongUnaryOperator value) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsLong(i);
        }
        return values;
    }
}
