package io.spanhouse.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import io.spanhouse.ingest.testing.Requests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both inflating streams, through the buffer that bounds them. */
class InflationTest {
    private static final int LIMIT = 8 << 20;

    private final MemoryPermits permits = new MemoryPermits(1L << 30);
    private final InflaterPool inflaters = new InflaterPool(2);

    private byte[] inflate(InputStream stream, int limit) throws IOException, RejectedException {
        try (stream;
                PermitHolder holder = permits.newHolder()) {
            BodyBuffer buffer = new BodyBuffer(holder, limit, RejectionKind.INFLATED_TOO_LARGE);
            buffer.readAll(stream);
            long held = holder.bytesHeld();
            byte[] all = buffer.takeAll().toByteArray();
            assertThat(held).isGreaterThanOrEqualTo(all.length);
            return all;
        }
    }

    private GzipBody gzip(byte[] compressed) {
        return new GzipBody(new ByteArrayInputStream(compressed), inflaters);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasCompressedComesBack(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            byte[] bytes = new byte[random.nextInt(1 << random.nextInt(4, 22))];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : i >> 4);
            }
            byte[] zipped = Requests.gzip(bytes);
            assertThat(inflate(gzip(zipped), LIMIT)).isEqualTo(bytes);
            InputStream dribble = new Dribble(zipped, random);
            assertThat(inflate(new GzipBody(dribble, inflaters), LIMIT)).isEqualTo(bytes);
            byte[] frame = Zstd.compress(bytes);
            assertThat(inflate(new ZstdBody(new Dribble(frame, random)), LIMIT)).isEqualTo(bytes);
            ByteArrayOutputStream unsized = new ByteArrayOutputStream();
            try (ZstdOutputStream zstd = new ZstdOutputStream(unsized).setChecksum(true)) {
                zstd.write(bytes);
            }
            assertThat(inflate(new ZstdBody(new ByteArrayInputStream(unsized.toByteArray())), LIMIT))
                    .isEqualTo(bytes);
        }
        assertThat(permits.bytesTaken()).isZero();
    }

    @Test
    void membersInARowAreOneBody() throws Exception {
        byte[] twice = concat(Requests.gzip(new byte[] {1, 2}), Requests.gzip(new byte[] {3}));
        assertThat(inflate(gzip(twice), LIMIT)).containsExactly(1, 2, 3);
        byte[] frames = concat(Zstd.compress(new byte[] {1, 2}), Zstd.compress(new byte[] {3}));
        assertThat(inflate(new ZstdBody(new ByteArrayInputStream(frames)), LIMIT))
                .containsExactly(1, 2, 3);
    }

    @Test
    void headersWithEveryOptionalPart() throws Exception {
        Deflater deflater = new Deflater(6, true);
        byte[] text = {7, 7, 7, 8};
        deflater.setInput(text);
        deflater.finish();
        byte[] raw = new byte[50];
        int length = deflater.deflate(raw);
        deflater.end();
        CRC32 checksum = new CRC32();
        checksum.update(text);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        out.writeBytes(new byte[] {2, 0, 9, 9, 'n', 'a', 0, 'c', 0, 5, 5});
        out.write(raw, 0, length);
        for (long number : new long[] {checksum.getValue(), text.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (number >> shift));
            }
        }
        assertThat(inflate(gzip(out.toByteArray()), LIMIT)).isEqualTo(text);
    }

    @Test
    void everyCutIsFound() throws Exception {
        byte[] bytes = "to be or not to be, that is the question".repeat(9).getBytes("US-ASCII");
        byte[] zipped = Requests.gzip(bytes);
        byte[] frame = Zstd.compress(bytes);
        for (int length = 0; length < zipped.length; length++) {
            byte[] cut = Arrays.copyOf(zipped, length);
            assertThatThrownBy(() -> inflate(gzip(cut), LIMIT))
                    .as("cut to " + length)
                    .isInstanceOf(BadEncodingException.class);
        }
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> inflate(new ZstdBody(new ByteArrayInputStream(cut)), LIMIT))
                    .as("cut to " + length)
                    .isInstanceOf(BadEncodingException.class);
        }
    }

    @Test
    void noFlippedBitGoesUnnoticed() throws Exception {
        byte[] bytes = "to be or not to be, that is the question".repeat(9).getBytes("US-ASCII");
        byte[] zipped = Requests.gzip(bytes);
        for (int bit = 0; bit < zipped.length * 8; bit++) {
            byte[] damaged = zipped.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                byte[] inflated = inflate(gzip(damaged), LIMIT);
                // The writer's time and system, and padding after the last block, are read by nobody.
                assertThat(inflated).isEqualTo(bytes);
            } catch (BadEncodingException e) {
                assertThat(e).hasMessageContaining("gzip");
            }
        }
    }

    @Test
    void aBombAllocatesTheLimitAndNoMore() throws Exception {
        byte[] zipped = Requests.gzip(new byte[200 << 20]);
        byte[] frame = Zstd.compress(new byte[200 << 20]);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 3; round++) {
            for (boolean gzip : new boolean[] {true, false}) {
                InputStream compressed = new ByteArrayInputStream(gzip ? zipped : frame);
                long before = threads.getCurrentThreadAllocatedBytes();
                try (InputStream stream = gzip ? new GzipBody(compressed, inflaters) : new ZstdBody(compressed);
                        PermitHolder holder = permits.newHolder()) {
                    BodyBuffer buffer = new BodyBuffer(holder, 64 << 20, RejectionKind.INFLATED_TOO_LARGE);
                    buffer.readAll(stream);
                    fail("expected a refusal");
                } catch (RejectedException e) {
                    assertThat(e.rejection().kind()).isEqualTo(RejectionKind.INFLATED_TOO_LARGE);
                }
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                if (round > 0) {
                    assertThat(allocated).isLessThanOrEqualTo((64 << 20) + (64 << 10));
                }
            }
        }
        assertThat(permits.bytesTaken()).isZero();
    }

    @Test
    void aWindowOverEightMebibytesIsRefusedBeforeItIsAllocated() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out).setLong(25)) {
            zstd.write(new byte[100]);
        }
        assertThatThrownBy(() -> inflate(new ZstdBody(new ByteArrayInputStream(out.toByteArray())), LIMIT))
                .isInstanceOf(BadEncodingException.class)
                .hasMessageContaining("memory");
    }

    private static byte[] concat(byte[] first, byte[] second) throws IOException {
        return new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second))
                .readAllBytes();
    }

    /** Gives a few bytes at a time. */
    private static final class Dribble extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int position;

        Dribble(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            int count = Math.min(bytes.length - position, Math.min(length, 1 + random.nextInt(700)));
            System.arraycopy(bytes, position, into, offset, count);
            position += count;
            return count;
        }
    }
}
