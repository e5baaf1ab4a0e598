package io.spanhouse.deploy.load;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a process from its making to {@link #stop}: what it used in that time, and its memory once a second. Thread-safe;
 * whoever makes it closes it.
 */
public final class ProcessWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);

    private final long pid;
    private final ProcessFigures before;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "process-watch");
        thread.setDaemon(true);
        return thread;
    });
    private long[] residentBytes = new long[64];
    private int samples;

    /**
     * What was seen.
     *
     * @param cpuMicros processor time in this time
     * @param residentBytesMax most memory in this time, by samples
     * @param residentBytesSteady median of the second half of the samples
     * @param writtenBytes sent to disk in this time
     */
    public record Seen(long cpuMicros, long residentBytesMax, long residentBytesSteady, long writtenBytes) {}

    /**
     * Starts to watch.
     *
     * @throws IOException if there is no such process
     */
    public ProcessWatch(long pid) throws IOException {
        this.pid = pid;
        this.before = ProcessFigures.of(pid);
        ScheduledFuture<?> unused = timer.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void sample() {
        try {
            if (samples == residentBytes.length) {
                residentBytes = Arrays.copyOf(residentBytes, samples * 2);
            }
            residentBytes[samples] = ProcessFigures.of(pid).residentBytes();
            samples++;
        } catch (IOException e) {
            LOG.debug("process {} cannot be read", pid, e);
        }
    }

    /**
     * Ends the watch.
     *
     * @throws IOException if the process is gone
     */
    public Seen stop() throws IOException {
        timer.shutdownNow();
        sample();
        ProcessFigures after = ProcessFigures.of(pid);
        synchronized (this) {
            long[] second = Arrays.copyOfRange(residentBytes, samples / 2, samples);
            Arrays.sort(second);
            return new Seen(
                    after.cpuMicros() - before.cpuMicros(),
                    Arrays.stream(residentBytes, 0, samples).max().orElse(0),
                    second.length == 0 ? 0 : second[second.length / 2],
                    after.writtenBytes() - before.writtenBytes());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
