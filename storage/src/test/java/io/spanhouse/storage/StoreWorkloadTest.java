package io.spanhouse.storage;

import io.spanhouse.storage.testing.StoreWorkload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Method: a random life of the whole store on a real disk, with restarts and everything maintenance does in between, against
 * the naive oracle. A seed that fails is the test's argument.
 */
class StoreWorkloadTest {
    private static final int STEPS = 80;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1,1,0", "2,1,10", "3,4,0", "4,4,10", "5,1,0", "6,4,10"})
    void answersAsTheOracle(long seed, int partitions, int holdSeconds) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        StoreOptions options = new StoreOptions(
                directory,
                partitions,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ofSeconds(holdSeconds)),
                defaults.retention(),
                0,
                defaults.clock());
        try (Life life = new Life(options)) {
            new StoreWorkload(seed, life).run(STEPS);
        }
    }

    private static final class Life implements StoreWorkload.Subject, AutoCloseable {
        private final StoreOptions options;
        private TraceStore store;

        Life(StoreOptions options) {
            this.options = options;
            this.store = TraceStore.open(options);
        }

        @Override
        public TraceStore store() {
            return store;
        }

        @Override
        public void disturb(SplittableRandom random) {
            switch (random.nextInt(4)) {
                case 0:
                    store.close();
                    store = TraceStore.open(options);
                    break;
                case 1:
                    store.settle();
                    break;
                case 2:
                    ((LocalTraceStore) store).rewriteAll();
                    break;
                default:
                    break;
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
