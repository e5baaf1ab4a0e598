package io.spanhouse.storage.scan;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.StoreWorkload;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadQueriesTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 1, 10", "3, 4, 0", "4, 4, 10", "5, 1, 0", "6, 2, 0"})
    void answersAreThoseOfTheDefinitions(long seed, int partitions, int holdSeconds) {
        try (HeadOnlyStore store =
                new HeadOnlyStore(partitions, StoreClock.SYSTEM, 60_000, TimeUnit.SECONDS.toNanos(holdSeconds))) {
            new StoreWorkload(seed, new Subject(store)).run(250);
        }
    }

    private record Subject(HeadOnlyStore headOnly) implements StoreWorkload.Subject {
        @Override
        public TraceStore store() {
            return headOnly;
        }

        @Override
        public void disturb(SplittableRandom random) {
            if (random.nextInt(4) == 0) {
                headOnly.closeGenerations();
            }
        }
    }
}
