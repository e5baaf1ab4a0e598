package io.spanhouse.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No value is missed; of absent ones about three in a hundred at most are not told apart. */
final class ValueFilterTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 3_276, 3_277, 50_000})
    void missesNone(int values) {
        long[] hashes = new long[values];
        for (int i = 0; i < values; i++) {
            hashes[i] = hash("value " + i);
        }
        ValueFilter filter = new ValueFilter();
        filter.fill(hashes, values);
        for (long hash : hashes) {
            assertThat(mayContain(filter, hash)).isTrue();
        }
        int tries = 20_000;
        int falseHits = 0;
        for (int i = 0; i < tries; i++) {
            falseHits += mayContain(filter, hash("absent " + i)) ? 1 : 0;
        }
        assertThat(falseHits).isLessThan(tries * 2 / 100);
        assertThat(filter.pages() * (long) ValueFilter.PAGE_BYTES)
                .isLessThanOrEqualTo(values * 10L / 8 + ValueFilter.PAGE_BYTES);
    }

    @Test
    void isUsedAgain() {
        ValueFilter filter = new ValueFilter();
        filter.fill(new long[] {hash("a")}, 1);
        filter.fill(new long[] {hash("b")}, 1);
        assertThat(mayContain(filter, hash("a"))).isFalse();
        assertThat(mayContain(filter, hash("b"))).isTrue();
        filter.fill(new long[0], 0);
        assertThat(filter.pages()).isZero();
    }

    @Test
    void hashesStayWhatTheyAre() {
        assertThat(hash("value")).isEqualTo(hash("value"));
        assertThat(Long.toHexString(hash("value"))).isEqualTo("4036dd491064822f");
        assertThat(Long.toHexString(TraceHash.of(7, 1, 2))).isEqualTo("69fb5e5c4d3a5e19");
    }

    private static boolean mayContain(ValueFilter filter, long hash) {
        int page = ValueFilter.page(hash, filter.pages());
        return ValueFilter.mayContain(filter.bits(), page * ValueFilter.PAGE_BYTES, hash);
    }

    private static long hash(String value) {
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return FilterHash.of(FilterHash.ofKey(key, 0, key.length, 2), FilterHash.ofValue(bytes, 0, bytes.length));
    }
}
