package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Tables of strings and pairs find what is interned, however much was appended in between. */
final class TableBuilderTest {
    private static final int MANY = 10_000;

    @Test
    void internsAfterManyAppendedPairs() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            PairTableBuilder pairs = new PairTableBuilder(1, 1);
            byte[] value = new byte[4];
            for (int i = 0; i < MANY; i++) {
                ValueBytes.putLength(value, 0, i);
                pairs.append(1, ValueType.STRING.code(), value, 0, value.length);
            }
            byte[] other = "other".getBytes(StandardCharsets.UTF_8);
            int code = pairs.intern(1, ValueType.STRING.code(), other, 0, other.length);
            assertThat(code).isEqualTo(MANY);
            assertThat(pairs.intern(1, ValueType.STRING.code(), other, 0, other.length))
                    .isEqualTo(code);
        });
    }

    @Test
    void internsAfterManyAppendedStrings() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            StringTableBuilder strings = new StringTableBuilder();
            byte[] value = new byte[4];
            for (int i = 0; i < MANY; i++) {
                ValueBytes.putLength(value, 0, i);
                strings.append(value, 0, value.length);
            }
            byte[] other = "other".getBytes(StandardCharsets.UTF_8);
            int code = strings.intern(other, 0, other.length);
            assertThat(code).isEqualTo(MANY + 1);
            assertThat(strings.intern(other, 0, other.length)).isEqualTo(code);
        });
    }
}
