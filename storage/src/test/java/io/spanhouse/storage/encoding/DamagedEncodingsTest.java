package io.spanhouse.storage.encoding;

import io.spanhouse.storage.model.StoreException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random bytes are values or damage for every reader, quickly, and nothing else. */
final class DamagedEncodingsTest {
    private static final int ROUNDS = 20_000;
    private static final int VALUES = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomBytes(long seed) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> readRandom(seed), "seed " + seed);
    }

    private static void readRandom(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Compression compression = new Compression()) {
            TextColumn texts = new TextColumn(compression);
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[random.nextInt(200) + Packed.SLACK];
                random.nextBytes(bytes);
                // Small numbers reach further into the readers than any number does.
                for (int i = 0; i < Math.min(4, bytes.length); i++) {
                    bytes[i] = (byte) random.nextInt(5);
                }
                ByteReader in = new ByteReader();
                int length = bytes.length - Packed.SLACK;
                int kind = round % 3;
                try {
                    in.set(bytes, 0, length);
                    if (kind == 0) {
                        Numbers.read(in, VALUES, new long[VALUES]);
                    } else if (kind == 1) {
                        CodeColumn column = new CodeColumn().open(in, VALUES, 300);
                        if (column.isByForm()) {
                            column.forms(threeForms());
                        }
                        column.codes(0, VALUES, new int[VALUES], 0);
                    } else {
                        texts.read(in, VALUES, 0, VALUES, 1 << 20, new TextArena());
                    }
                } catch (StoreException e) {
                    // Damage that was noticed is what should come of random bytes.
                    continue;
                }
            }
        }
    }

    private static CodeColumn threeForms() {
        int[] forms = new int[VALUES];
        for (int i = 0; i < VALUES; i++) {
            forms[i] = i * 7 % 3;
        }
        ByteWriter out = new ByteWriter(16);
        new Codes(new Numbers()).write(forms, VALUES, 3, out);
        out.ensure(Packed.SLACK);
        return new CodeColumn().open(new ByteReader().set(out.array(), 0, out.size()), VALUES, 3);
    }
}
