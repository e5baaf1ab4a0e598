package io.spanhouse.storage.rocks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a bucket's traces denies none of them after a start, and is not believed of anything else. */
final class SeenFileTest {
    private static final int TRACES = 5_000;
    private static final SeenFile.Contents CONTENTS =
            new SeenFile.Contents(new UUID(1, 2), new BucketId(0, 7), 900, TRACES);

    @TempDir
    Path bucket;

    private final SeenFilter filter = new SeenFilter(TRACES);

    private void write() {
        SplittableRandom hashes = new SplittableRandom(4);
        for (int i = 0; i < TRACES; i++) {
            filter.add(hashes.nextLong());
        }
        SeenFile.write(bucket, CONTENTS, new SeenFilter[] {filter, new SeenFilter(1)});
    }

    @Test
    void deniesNothingThatWasAdded() {
        write();
        SeenFilter[] read = requireNonNull(SeenFile.read(bucket, CONTENTS));
        assertThat(read).hasSize(2);
        assertThat(read[0].capacity()).isEqualTo(filter.capacity());
        assertThat(read[0].count()).isEqualTo(TRACES);
        SplittableRandom hashes = new SplittableRandom(4);
        for (int i = 0; i < TRACES; i++) {
            assertThat(read[0].mayContain(hashes.nextLong())).isTrue();
        }
        int claimed = 0;
        for (int i = 0; i < TRACES; i++) {
            claimed += read[0].mayContain(hashes.nextLong()) ? 1 : 0;
        }
        assertThat(claimed).isLessThan(TRACES / 50);
        assertThat(read[1].count()).isZero();
    }

    @Test
    void isOfOneBucketAsItIs() {
        assertThat(SeenFile.read(bucket, CONTENTS)).isNull();
        write();
        UUID store = CONTENTS.store();
        BucketId id = CONTENTS.bucket();
        assertThat(SeenFile.read(bucket, new SeenFile.Contents(new UUID(1, 3), id, 900, TRACES)))
                .isNull();
        assertThat(SeenFile.read(bucket, new SeenFile.Contents(store, new BucketId(0, 8), 900, TRACES)))
                .isNull();
        assertThat(SeenFile.read(bucket, new SeenFile.Contents(store, id, 901, TRACES)))
                .isNull();
        assertThat(SeenFile.read(bucket, new SeenFile.Contents(store, id, 900, TRACES + 1)))
                .isNull();
        assertThat(SeenFile.read(bucket, new SeenFile.Contents(store, id, 900, TRACES - 1)))
                .isNotNull();
    }

    @Test
    void damagedOrCutItIsNotBelieved() throws IOException {
        write();
        Path file = bucket.resolve("seen");
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(SeenFile.read(bucket, CONTENTS)).isNull();
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            assertThat(SeenFile.read(bucket, CONTENTS)).isNull();
        }
    }
}
