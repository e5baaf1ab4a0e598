package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a generation keeps its strings, values and sets in. */
class TablesTest {
    private static final long SEED = 42;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ByteSlice slice = new ByteSlice();

    @Test
    void theArenaGivesBackStringsOfEveryLength() {
        ByteArena arena = new ByteArena();
        int[] lengths = {0, 1, 127, 128, 16_383, 16_384, 16_385, 65_535, 65_536, 1 << 21, 3 << 20};
        List<byte[]> strings = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = new byte[i < lengths.length ? lengths[i] : random.nextInt(400)];
            random.nextBytes(bytes);
            strings.add(bytes);
            positions.add(arena.add(bytes, 0, bytes.length));
        }
        for (int i = 0; i < strings.size(); i++) {
            arena.get(positions.get(i), slice);
            assertThat(slice.toByteArray()).as("string %s", i).isEqualTo(strings.get(i));
        }
    }

    @Test
    void aStringHasOneCode() {
        HeadStrings strings = new HeadStrings(new ByteArena());
        assertThat(strings.intern(new byte[0], 0, 0)).isZero();
        int[] codes = new int[5_000];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < codes.length; i++) {
                byte[] bytes = ("string " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                int code = strings.intern(bytes, 0, bytes.length);
                assertThat(round == 0 || code == codes[i]).isTrue();
                codes[i] = code;
                assertThat(strings.text(code)).isEqualTo("string " + i);
            }
        }
        assertThat(strings.size()).isEqualTo(codes.length + 1);
    }

    @Test
    void valuesThatRepeatHaveOneCodeAndOthersAreNotLookedFor() {
        HeadPairs pairs = new HeadPairs(new ByteArena());
        int repeating = 1;
        int unique = 2;
        Set<Integer> codesOfRepeating = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            codesOfRepeating.add(pairs.add(repeating, ValueType.INT.code(), number(i % 10), null));
            int code = pairs.add(unique, ValueType.INT.code(), number(i), null);
            assertThat(pairs.key(code)).isEqualTo(unique);
            assertThat(pairs.type(code)).isEqualTo(ValueType.INT.code());
            pairs.value(code, slice);
            assertThat(slice.sameBytes(number(i))).isTrue();
        }
        assertThat(codesOfRepeating).hasSize(10);
        // One window was looked for in every 4,096 that were not, so the same value now gets a code of its own.
        int first = pairs.add(unique, ValueType.INT.code(), number(7), null);
        int second = pairs.add(unique, ValueType.INT.code(), number(7), null);
        assertThat(first).isNotEqualTo(second);
        assertThat(pairs.intern(unique, ValueType.INT.code(), number(7)))
                .isEqualTo(pairs.intern(unique, ValueType.INT.code(), number(7)));
        assertThat(pairs.intern(unique, ValueType.INT.code(), number(7)))
                .isNotEqualTo(pairs.intern(unique, ValueType.BYTES.code(), number(7)));
    }

    @Test
    void aKeyWhoseValuesBeginToRepeatIsInternedAgain() {
        HeadPairs pairs = new HeadPairs(new ByteArena());
        for (int i = 0; i < 1_000; i++) {
            pairs.add(3, ValueType.INT.code(), number(i), null);
        }
        int size = 0;
        for (int i = 0; i < 20_000; i++) {
            size = pairs.size();
            pairs.add(3, ValueType.INT.code(), number(1), null);
        }
        assertThat(pairs.size()).isEqualTo(size);
    }

    @Test
    void setsOfServicesHoldEachOnce() {
        ServiceSets sets = new ServiceSets(1 << 16);
        int[] ofTrace = new int[20];
        List<Set<Integer>> expected = new ArrayList<>();
        for (int i = 0; i < ofTrace.length; i++) {
            expected.add(new HashSet<>());
        }
        for (int i = 0; i < 20_000; i++) {
            int trace = random.nextInt(ofTrace.length);
            int service = random.nextInt(1 + 5 * trace);
            ofTrace[trace] = sets.with(trace, ofTrace[trace], service);
            expected.get(trace).add(service);
        }
        for (int trace = 0; trace < ofTrace.length; trace++) {
            List<Integer> services = new ArrayList<>();
            for (int set = ofTrace[trace]; set != ServiceSets.EMPTY; set = sets.parent(set)) {
                services.add(sets.service(set));
            }
            assertThat(services).containsExactlyInAnyOrderElementsOf(expected.get(trace));
            assertThat(sets.size(ofTrace[trace])).isEqualTo(services.size());
        }
        int two = sets.with(100, sets.with(100, ServiceSets.EMPTY, 1), 2);
        assertThat(sets.with(101, sets.with(101, ServiceSets.EMPTY, 1), 2)).isEqualTo(two);
    }

    private static ByteSlice number(long value) {
        return new ByteSlice()
                .set(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
