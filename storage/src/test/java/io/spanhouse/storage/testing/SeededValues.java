package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Random texts and attribute values of every type, nested ones too. The same seed gives the same values. */
final class SeededValues {
    private static final int NESTING_MAX = 5;
    private static final ValueType[] TYPES = ValueType.values();
    /** The types before ARRAY and KVLIST. */
    private static final int PLAIN_TYPES = TYPES.length - 2;

    private static final String[] TEXTS = {
        "",
        "a",
        "GET /cart/{id}",
        "order \u00e9\u00e8 \u2713",
        "\ud83d\ude80 launched",
        "line\nbreak\ttab",
        "quote\" and \\ backslash",
        "\u0000",
        "service.name"
    };
    private static final long[] NUMBERS = {0, 1, -1, 200, 65_536, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final long[] DOUBLE_BITS = {
        0L,
        Long.MIN_VALUE,
        Double.doubleToRawLongBits(1.5),
        Double.doubleToRawLongBits(-1e300),
        Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
        0x7FF8_0000_0000_0001L,
        0xFFF0_0000_0000_0BADL,
        1L
    };

    private final SplittableRandom random;
    private final ValueWriter writer = new ValueWriter();
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];

    SeededValues(SplittableRandom random) {
        this.random = random;
    }

    /** A text: often one of a few, sometimes fresh, sometimes long. */
    byte[] text() {
        int choice = random.nextInt(12);
        if (choice < 8) {
            return TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        }
        int length = choice == 11 ? random.nextInt(3_000) : random.nextInt(24);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Long.toString(random.nextLong() >>> 1, 36));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The code of a text in a builder. */
    int string(SpanBatchBuilder builder) {
        byte[] text = text();
        return builder.string(text, 0, text.length);
    }

    /** The code of a random pair in a builder; one in eight is appended without looking for an equal one. */
    int pair(SpanBatchBuilder builder, int key) {
        ValueType type = TYPES[random.nextInt(TYPES.length)];
        byte[] value = value(type);
        return random.nextInt(8) == 0
                ? builder.appendPair(key, type, value, 0, value.length)
                : builder.pair(key, type, value, 0, value.length);
    }

    private byte[] value(ValueType type) {
        return switch (type) {
            case ABSENT, EMPTY -> new byte[0];
            case STRING -> text();
            case BOOL -> new byte[] {(byte) random.nextInt(2)};
            case INT -> {
                ValueBytes.putInt(number, 0, integer());
                yield number.clone();
            }
            case DOUBLE -> {
                ValueBytes.putDoubleBits(number, 0, doubleBits());
                yield number.clone();
            }
            case BYTES -> bytes();
            case ARRAY, KVLIST -> {
                writer.reset();
                elements(type, 1);
                yield Arrays.copyOf(writer.buffer(), writer.size());
            }
        };
    }

    private void elements(ValueType container, int depth) {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            if (container == ValueType.KVLIST) {
                byte[] key = text();
                writer.key(key, 0, key.length);
            }
            element(depth);
        }
    }

    private void element(int depth) {
        ValueType type = TYPES[random.nextInt(depth < NESTING_MAX ? TYPES.length : PLAIN_TYPES)];
        switch (type) {
            case ABSENT, EMPTY -> writer.nothing(type);
            case BOOL -> writer.bool(random.nextBoolean());
            case INT -> writer.integer(integer());
            case DOUBLE -> writer.doubleBits(doubleBits());
            case STRING, BYTES -> {
                byte[] bytes = type == ValueType.STRING ? text() : bytes();
                writer.bytes(type, bytes, 0, bytes.length);
            }
            case ARRAY, KVLIST -> {
                int mark = writer.open(type);
                elements(type, depth + 1);
                writer.close(mark);
            }
        }
    }

    private long integer() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextLong();
    }

    private long doubleBits() {
        return random.nextBoolean() ? DOUBLE_BITS[random.nextInt(DOUBLE_BITS.length)] : random.nextLong();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }
}
