package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    @Test
    void anySpansComeBackWhole() {
        for (long seed = 0; seed < 300; seed++) {
            SpanBatch batch = new SeededSpans(seed).batchUpTo(60);

            SpanBatch decoded = FrameCodec.decode(bytes(batch));

            assertThat(SpanText.renderAll(decoded)).as("seed %d", seed).isEqualTo(SpanText.renderAll(batch));
            for (int row = 0; row < batch.rowCount(); row++) {
                assertThat(decoded.marks(row)).as("marks, seed %d", seed).isEqualTo(batch.marks(row));
                assertThat(decoded.tick(row)).as("a frame holds no ticks").isZero();
            }
        }
    }

    @Test
    void encodingIsTheSameAfterDecoding() {
        SpanBatch batch = new SeededSpans(42).batch(100);

        ByteSlice first = bytes(batch);

        assertThat(bytes(FrameCodec.decode(first))).isEqualTo(first);
    }

    @Test
    void emptyBatchIsAFrameToo() {
        assertThat(FrameCodec.decode(bytes(new SpanBatchBuilder().build())).rowCount())
                .isZero();
    }

    @Test
    void frameInTheMiddleOfAnArrayIsRead() {
        SpanBatch batch = new SeededSpans(5).batch(20);
        ByteSlice frame = bytes(batch);
        byte[] around = new byte[frame.length + 100];
        System.arraycopy(frame.array, frame.offset, around, 37, frame.length);

        SpanBatch decoded = FrameCodec.decode(new ByteSlice().set(around, 37, frame.length));

        assertThat(SpanText.renderAll(decoded)).isEqualTo(SpanText.renderAll(batch));
    }

    @Test
    void ordinarySpansTakeAtMost137BytesEach() {
        SpanBatch batch = new DemoSpans(1).batch(512);

        assertThat(bytes(batch).length / 512.0).isLessThanOrEqualTo(137);
    }

    @Test
    void everyPrefixIsRefused() {
        ByteSlice frame = bytes(new SeededSpans(9).batch(6));
        for (int length = 0; length < frame.length; length++) {
            ByteSlice prefix = new ByteSlice().set(frame.array, frame.offset, length);

            assertThatThrownBy(() -> FrameCodec.decode(prefix))
                    .as("%d of %d bytes", length, frame.length)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT));
        }
    }

    @Test
    void alteredBytesAreReadOrRefusedNeverWorse() {
        SplittableRandom random = new SplittableRandom(77);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            ByteSlice frame = FRAMES[round % FRAMES.length];
            byte[] altered = frame.toByteArray();
            for (int i = random.nextInt(4); i >= 0; i--) {
                int position = 1 + random.nextInt(altered.length - 1);
                altered[position] = (byte) (random.nextBoolean() ? random.nextInt() : altered[position] ^ 0x80);
            }
            refused += isRefused(altered) ? 1 : 0;
        }

        assertThat(refused).isGreaterThan(250);
    }

    @Test
    void randomBytesAreRefused() {
        SplittableRandom random = new SplittableRandom(78);
        for (int round = 0; round < 5_000; round++) {
            byte[] garbage = new byte[1 + random.nextInt(200)];
            random.nextBytes(garbage);
            garbage[0] = FrameCodec.VERSION;

            isRefused(garbage);
        }
    }

    @Test
    void hugeClaimsInFewBytesAllocateNothing() {
        int[] claimed = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 28, 1 << 20};
        for (int claim : claimed) {
            for (int before = 0; before < 9; before++) {
                FrameOutput out = new FrameOutput(64);
                out.octet(FrameCodec.VERSION);
                for (int i = 0; i < before; i++) {
                    out.varint(0);
                }
                out.varint(claim);
                out.fixedLong(0);

                assertThat(isRefused(slice(out.bytes()).toByteArray()))
                        .as("claim %d after %d", claim, before)
                        .isTrue();
            }
        }
    }

    @Test
    void laterVersionIsRefusedByName() {
        byte[] later = {(byte) (FrameCodec.VERSION + 1), 0, 0};

        assertThatThrownBy(() -> FrameCodec.decode(new ByteSlice().set(later)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TOO_NEW))
                .hasMessageContaining("version 2")
                .hasMessageContaining("up to 1");
    }

    @Test
    void valueOfAWrongLengthIsABugOfTheCaller() {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        builder.pair(builder.string("key"), ValueType.INT, new byte[3], 0, 3);
        SpanBatch batch = builder.build();

        assertThatThrownBy(() -> FrameCodec.encode(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INT has 3 bytes, expected 8");
    }

    @Test
    void storedSampleOfVersion1IsReadForEver() throws IOException {
        ByteSlice sample = new ByteSlice().set(resource("frame-v1.bin"));
        String text = new String(resource("frame-v1.txt"), StandardCharsets.UTF_8);

        SpanBatch decoded = FrameCodec.decode(sample);

        assertThat(String.join("", SpanText.renderAll(decoded))).isEqualTo(text);
        assertThat(SpanMark.ID_CONFLICT.in(decoded.marks(0))).isTrue();
        assertThat(bytes(decoded)).as("version 1 is still what is written").isEqualTo(sample);
    }

    private static final ByteSlice[] FRAMES = {
        bytes(new SeededSpans(1).batch(3)), bytes(new SeededSpans(2).batch(12)), bytes(new DemoSpans(3).batch(20))
    };

    private static boolean isRefused(byte[] bytes) {
        try {
            SpanBatch decoded = FrameCodec.decode(new ByteSlice().set(bytes));
            SpanText.renderAll(decoded);
            return false;
        } catch (StoreException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT);
            return true;
        }
    }

    private static ByteSlice bytes(SpanBatch batch) {
        return slice(FrameCodec.encode(batch));
    }

    private static ByteSlice slice(ByteBuffer buffer) {
        return new ByteSlice().set(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FrameCodecTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
