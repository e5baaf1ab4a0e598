package io.spanhouse.deploy.verify;

import io.spanhouse.deploy.load.ProcessFigures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds at what a server uses, from outside. Thread-safe; whoever makes it closes it. */
final class SoakWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoakWatch.class);
    private static final long SECONDS = 5;

    private final ServerProcess server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "soak-watch");
        thread.setDaemon(true);
        return thread;
    });
    private SoakSample most = SoakSample.NONE;

    SoakWatch(ServerProcess server) {
        this.server = server;
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::look, 0, SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            SoakSample now = new SoakSample(
                    ProcessFigures.of(server.pid()).residentBytes(),
                    (long) server.metric("spanhouse_memory_used_bytes{share=\"heap\"}"),
                    openFiles(),
                    diskBytes(),
                    (long) server.metric("spanhouse_retention_dropped_buckets_total"));
            synchronized (this) {
                most = most.with(now);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("the server cannot be looked at", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return files.count();
        }
    }

    private long diskBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(server.data())) {
            for (Path file : files.toList()) {
                try {
                    bytes += Files.isRegularFile(file) && !isOfJournal(file) ? Files.size(file) : 0;
                } catch (NoSuchFileException e) {
                    // Retention and merges remove files meanwhile.
                }
            }
        }
        return bytes;
    }

    private static boolean isOfJournal(Path file) {
        Path directory = file.getParent();
        return directory != null && directory.endsWith("journal");
    }

    /** The most of everything that was seen so far. */
    synchronized SoakSample most() {
        return most;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
