package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts of values that are too many, held against all of them: what is exact, and what the bounds of the rest are. */
final class ValueCountsTest {
    private static final int VALUES = 3_000;
    private static final int ADDED = 20_000;

    /** Few values are had by many spans, and late ones come when others were forgotten already. */
    private static String value(SplittableRandom random, int step) {
        int number = (int) (VALUES * Math.pow(random.nextDouble(), 4));
        return step > ADDED / 2 && random.nextInt(9) == 0 ? "late" : "value " + number;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void numbersAreExactOrBounded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, long[]> truth = new HashMap<>();
        ValueCounts[] counts = {new ValueCounts(), new ValueCounts()};
        for (int i = 0; i < ADDED; i++) {
            String text = value(random, i);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int side = random.nextInt(3) == 0 ? 0 : 1;
            ValueCounts into = counts[random.nextInt(2)];
            into.add(ValueType.STRING, new ByteSlice().set(bytes), 1 - side, side);
            truth.computeIfAbsent(text, absent -> new long[2])[side]++;
            if (into.size() > 400) {
                into.prune();
            }
        }
        ValueCounts all = counts[0];
        all.addAll(counts[1]);
        Set<String> there = new HashSet<>();
        int exact = 0;
        for (int i = 0; i < all.size(); i++) {
            String text = ((Literal.Text) all.literal(i)).value();
            assertThat(there.add(text)).as(text).isTrue();
            long[] wanted = truth.get(text);
            long missedSelected = all.exact(i) ? 0 : all.missedSelected();
            long missedRest = all.exact(i) ? 0 : all.missedRest();
            assertThat(wanted[0]).as(text).isBetween(all.selected(i), all.selected(i) + missedSelected);
            assertThat(wanted[1]).as(text).isBetween(all.rest(i), all.rest(i) + missedRest);
            exact += all.exact(i) ? 1 : 0;
        }
        assertThat(exact).isBetween(1, all.size() - 1);
        assertThat(there).contains("value 0", "late");
        assertThat(all.sizeLeast()).isLessThanOrEqualTo(truth.size());
        truth.forEach((text, wanted) -> {
            if (!there.contains(text)) {
                assertThat(wanted[0]).as(text).isLessThanOrEqualTo(all.missedSelected());
                assertThat(wanted[1]).as(text).isLessThanOrEqualTo(all.missedRest());
            }
        });
    }
}
