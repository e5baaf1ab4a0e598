package io.spanhouse.storage;

import io.spanhouse.storage.testing.StoreWorkload;
import java.nio.file.*;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZLongTest {
    @Test
    void run() throws Exception {
        long first = Long.getLong("first", 100), last = Long.getLong("last", 120);
        int steps = Integer.getInteger("steps", 300);
        for (long seed = first; seed < last; seed++) {
            Path dir = Files.createTempDirectory("zlong");
            StoreOptions d = StoreOptions.defaults(dir);
            StoreOptions o = new StoreOptions(
                    dir,
                    seed % 3 == 0 ? 4 : 1,
                    StoreOptions.Durability.SYNC,
                    d.memory(),
                    new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ofSeconds(seed % 2 * 10)),
                    d.retention(),
                    0,
                    d.clock());
            TraceStore[] s = {TraceStore.open(o)};
            try {
                new StoreWorkload(seed, new StoreWorkload.Subject() {
                            public TraceStore store() {
                                return s[0];
                            }

                            public void disturb(SplittableRandom r) {
                                int c = r.nextInt(4);
                                if (c == 0) {
                                    s[0].close();
                                    s[0] = TraceStore.open(o);
                                } else if (c < 3) s[0].settle();
                            }
                        })
                        .run(steps);
                System.out.println("seed " + seed + " ok, blocks "
                        + s[0].status().buckets().stream()
                                .mapToInt(StoreStatus.Bucket::blocks)
                                .sum() + " spans "
                        + s[0].status().buckets().stream()
                                .mapToLong(StoreStatus.Bucket::spans)
                                .sum());
            } catch (Throwable t) {
                String m = String.valueOf(t.getMessage());
                System.out.println(
                        "seed " + seed + " FAILED " + t.getClass() + " " + m.substring(0, Math.min(2500, m.length())));
                StackTraceElement[] st = t.getStackTrace();
                for (int i = 0; i < Math.min(12, st.length); i++) System.out.println("   at " + st[i]);
                if (t.getCause() != null) {
                    System.out.println("cause " + t.getCause());
                    for (int i = 0; i < Math.min(12, t.getCause().getStackTrace().length); i++)
                        System.out.println("   at " + t.getCause().getStackTrace()[i]);
                }
            } finally {
                s[0].close();
            }
        }
    }
}
