package io.spanhouse.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packed values of every width are read alone, from any place on, as ints and as longs. */
final class PackedTest {
    private static final int COUNT = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyWidth(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int bits = 0; bits <= Long.SIZE; bits++) {
            int width = Packed.width(bits);
            long[] values = new long[COUNT];
            int[] ints = new int[COUNT];
            for (int i = 0; i < COUNT; i++) {
                values[i] = bits == 0 ? 0 : random.nextLong() >>> Long.SIZE - bits;
                ints[i] = (int) values[i];
            }
            ByteWriter out = new ByteWriter(1);
            Packed.write(values, 0, COUNT, width, out);
            assertThat((long) out.size()).isEqualTo(Packed.bytes(COUNT, width));
            ByteWriter fromInts = new ByteWriter(1);
            if (bits <= Integer.SIZE) {
                Packed.write(ints, 0, COUNT, width, fromInts);
                assertThat(fromInts.size()).isEqualTo(out.size());
            }
            out.ensure(Packed.SLACK);
            for (int from = 0; from < 12; from++) {
                long[] read = new long[COUNT];
                Packed.read(out.array(), 0, width, from, COUNT, 5, read, from);
                int[] readInts = new int[COUNT];
                if (bits <= Integer.SIZE) {
                    fromInts.ensure(Packed.SLACK);
                    Packed.read(fromInts.array(), 0, width, from, COUNT, readInts, from);
                }
                for (int i = from; i < COUNT; i++) {
                    assertThat(read[i]).as("seed %d width %d", seed, width).isEqualTo(values[i] + 5);
                    assertThat(Packed.get(out.array(), 0, width, i)).isEqualTo(values[i]);
                    if (bits <= Integer.SIZE) {
                        assertThat(readInts[i]).isEqualTo(ints[i]);
                    }
                }
            }
        }
    }
}
