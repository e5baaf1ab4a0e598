package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.deploy.config.MemoryShares;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.storage.StoreStatus;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/** What each part of the program may use of the memory setting, and what it uses. */
final class MemoryMeters implements MeterBinder {
    private static final Path STATUS_FILE = Path.of("/proc/self/status");

    private final StoreSnapshots store;
    private final MemoryShares shares;

    MemoryMeters(StoreSnapshots store, MemoryShares shares) {
        this.store = store;
        this.shares = shares;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        resident(registry);
        Runtime runtime = Runtime.getRuntime();
        share(registry, "heap", shares.heapBytes(), () -> runtime.totalMemory() - runtime.freeMemory());
        share(registry, "direct", shares.directBytes(), MemoryMeters::directBytes);
        share(
                registry,
                "head",
                shares.headBytes(),
                () -> store.status().partitions().stream()
                        .mapToDouble(StoreStatus.Partition::headBytes)
                        .sum());
        share(
                registry,
                "queue",
                shares.queueBytes(),
                () -> store.status().partitions().stream()
                        .mapToDouble(StoreStatus.Partition::queuedBytes)
                        .sum());
        share(
                registry,
                "chunk-cache",
                shares.chunkCacheBytes(),
                () -> store.figures().chunkCache().bytes());
        share(
                registry,
                "indexes",
                shares.indexBytes(),
                () -> store.figures().rocks().seenTracesBytes());
        share(registry, "kept", shares.keptBytes(), () -> store.figures().keptBytes());
    }

    private static void resident(MeterRegistry registry) {
        Gauge.builder("spanhouse.memory.resident.bytes", MemoryMeters::residentBytes)
                .description("Memory of the whole process as the system counts it; not a number where that is not told")
                .register(registry);
    }

    private static double residentBytes() {
        try {
            String line = Files.readString(STATUS_FILE);
            int at = line.indexOf("VmRSS:");
            return at < 0
                    ? Double.NaN
                    : Long.parseLong(line.substring(at + 6, line.indexOf("kB", at))
                                    .strip())
                            * 1024.0;
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The share that requests hold while they are read, which belongs to ingest. */
    static void permits(MeterRegistry registry, MemoryPermits permits) {
        share(registry, "permits", permits.bytesMax(), permits::bytesTaken);
    }

    private static void share(MeterRegistry registry, String share, long budgetBytes, DoubleSupplier used) {
        Gauge.builder("spanhouse.memory.budget.bytes", () -> budgetBytes)
                .description("What a part of the program may use of the memory setting")
                .tag("share", share)
                .register(registry);
        Gauge.builder("spanhouse.memory.used.bytes", used::getAsDouble)
                .description("What a part of the program uses of its share now")
                .tag("share", share)
                .register(registry);
    }

    private static double directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToDouble(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
