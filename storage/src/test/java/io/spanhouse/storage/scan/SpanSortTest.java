package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Method: the same spans sorted by a comparator of the library. The seed is the test's argument. */
class SpanSortTest {
    private record Span(long start, long id, int fragment, int position) {}

    @ParameterizedTest
    @CsvSource({
        "1, 0, 10",
        "2, 1, 1",
        "3, 50, 3",
        "4, 1023, 64",
        "5, 1024, 64",
        "6, 5000, 1",
        "7, 20000, 12",
        "8, 20000, 64"
    })
    void sortsByStartThenIdAsTheyCame(long seed, int count, int startBits) {
        SplittableRandom random = new SplittableRandom(seed);
        SpanSort sort = new SpanSort();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = random.nextLong() >>> Long.SIZE - startBits;
            Span span = new Span(start, random.nextInt(50) - 25, random.nextInt(9), i);
            spans.add(span);
            sort.add(span.start, span.id, span.fragment, span.position);
        }
        sort.sort();
        spans.sort(Comparator.comparing((Span span) -> Long.toUnsignedString(span.start), SpanSortTest::unsigned)
                .thenComparing(span -> Long.toUnsignedString(span.id), SpanSortTest::unsigned));
        assertThat(sort.size()).isEqualTo(count);
        for (int rank = 0; rank < count; rank++) {
            assertThat(sort.position(rank)).isEqualTo(spans.get(rank).position);
            assertThat(sort.fragment(rank)).isEqualTo(spans.get(rank).fragment);
        }
    }

    private static int unsigned(String one, String other) {
        return Long.compareUnsigned(Long.parseUnsignedLong(one), Long.parseUnsignedLong(other));
    }
}
