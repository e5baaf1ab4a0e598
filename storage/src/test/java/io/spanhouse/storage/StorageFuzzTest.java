package io.spanhouse.storage;

import io.spanhouse.storage.block.BlockFuzzer;
import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.journal.FrameFuzzer;
import io.spanhouse.storage.journal.SegmentFuzzer;
import io.spanhouse.storage.rocks.SstHeaderFuzzer;
import io.spanhouse.storage.testing.SeededSpans;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A short seeded run of each harness that {@code .ci/fuzz} runs for as long as one likes, and the samples that both begin with. */
final class StorageFuzzTest {
    private static final long SEED = Long.getLong("spanhouse.seed", 1);
    private static final int TIMES = Integer.getInteger("spanhouse.fuzz.times", 100);

    /** One harness. */
    private interface Harness {
        void read(byte[] bytes) throws IOException;
    }

    private static void run(String name, List<byte[]> samples, Harness harness) throws IOException {
        String corpus = System.getProperty("spanhouse.fuzz.corpus");
        for (int i = 0; corpus != null && i < samples.size(); i++) {
            Path directory = Files.createDirectories(Path.of(corpus, name));
            Files.write(directory.resolve("sample-" + i), samples.get(i));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < TIMES; i++) {
            byte[] bytes = mutated(samples.get(random.nextInt(samples.size())), random);
            try {
                harness.read(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "time " + i + ", input " + HexFormat.of().formatHex(bytes), e);
            }
        }
    }

    private static byte[] mutated(byte[] sample, SplittableRandom random) {
        byte[] bytes = sample.clone();
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(32, bytes.length) : bytes.length);
            bytes[at] = random.nextInt(3) == 0 ? (byte) 0xFF : (byte) random.nextInt(256);
        }
        return random.nextInt(6) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static byte[] random(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void frames() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (int seed = 1; seed < 6; seed++) {
            ByteBuffer frame = FrameCodec.encode(new SeededSpans(seed).batchUpTo(6));
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            samples.add(bytes);
        }
        run("FrameFuzzer", samples, FrameFuzzer::fuzzerTestOneInput);
    }

    @Test
    void segments() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            samples.add(random(random, 40 + 10 * i));
        }
        run("SegmentFuzzer", samples, SegmentFuzzer::fuzzerTestOneInput);
    }

    /** The torn end was all that proved the damage before a good record; cut, it took the record along at the second start. */
    @Test
    void aGoodRecordBetweenDamageAndATornEndStays() throws IOException {
        String found = "YgueNZhVAAAAAAAAAAEAAABTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NT////EFNTU1NTU1NTU1NT"
                + "U1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTU1NTUwAAAAAAAAAAAAAAAAAAAAAAAAAAAACoAAAF"
                + "AAAAAQAAAADBACsPAAEAAAAAQFNT";
        SegmentFuzzer.fuzzerTestOneInput(Base64.getDecoder().decode(found));
    }

    @Test
    void blocks() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            samples.add(random(random, 5 + i % 20));
        }
        run("BlockFuzzer", samples, BlockFuzzer::fuzzerTestOneInput);
    }

    @Test
    void headersOfSsts() throws IOException {
        run("SstHeaderFuzzer", List.of(SstHeaderFuzzer.sample()), SstHeaderFuzzer::fuzzerTestOneInput);
    }

    @Test
    void smallFiles() throws IOException {
        String plain =
                "{\"format\":1,\"storeId\":\"00000000-0000-0001-0000-000000000002\",\"partitions\":1,\"hashSeed\":\"5\"}";
        String enveloped = "{\"change\":1,\"crc32c\":\"00000000\",\"content\":" + plain + "}";
        List<byte[]> samples = new ArrayList<>();
        String nameless = (char) 12 + "{\"format\":1}".repeat(2);
        String mixed = (char) plain.length() + plain + enveloped;
        for (String text : new String[] {plain + plain, nameless, mixed, "{}", "[", "null"}) {
            samples.add(text.getBytes(StandardCharsets.UTF_8));
        }
        run("SafeDocumentFuzzer", samples, SafeDocumentFuzzer::fuzzerTestOneInput);
    }
}
