package io.spanhouse.deploy.load;

import io.spanhouse.deploy.load.ExportAnswer.Outcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans until there are enough. One thread makes and sends requests, at most so many at once; requests without a good
 * answer are sent again after a growing pause, as exporters do, and keep their place among those in flight meanwhile. A share
 * of those that were answered is sent once more on purpose. Runs once; {@link #stop} may be called from any thread.
 */
public final class Traffic {
    /** Answered requests that wait to be sent once more. */
    private static final int REPEATS_MAX = 32;

    private static final long PAUSE_MILLIS_FIRST = 50;
    private static final long PAUSE_MILLIS_MAX = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LoadOptions options;
    private final TrafficObserver observer;
    private final TraceSeries series;
    private final TrafficTally tally = new TrafficTally();
    private final Randomness choices;
    private final Semaphore flight;
    private final ExportClient client;
    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "load-pauses");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<Shipment> repeats = new ArrayDeque<>();
    private volatile boolean stopped;
    private volatile @Nullable IOException failure;

    /** One request on its way. */
    private record Shipment(byte[] request, int spans, boolean repeat, int attempt, long firstNanoTime) {
        Shipment again() {
            return new Shipment(request, spans, repeat, attempt + 1, firstNanoTime);
        }
    }

    /** Traffic that starts with {@link #run}. */
    public Traffic(LoadOptions options, TrafficObserver observer) {
        this.options = options;
        this.observer = observer;
        this.series = new TraceSeries(options.series());
        this.choices = new Randomness(~options.series().seed());
        this.flight = new Semaphore(options.target().inFlight());
        this.client = ExportClient.of(options.target());
    }

    /** Makes {@link #run} end as soon as all that is in flight has ended. */
    public void stop() {
        stopped = true;
    }

    /**
     * Sends everything and waits for the last answer.
     *
     * @throws IOException if the observer fails
     */
    public TrafficReport run() throws IOException, InterruptedException {
        long startedNanoTime = System.nanoTime();
        long cpuBefore = ownCpuMicros();
        try {
            send(startedNanoTime);
            flight.acquire(options.target().inFlight());
        } finally {
            pauses.shutdownNow();
            client.close();
        }
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return tally.report(System.nanoTime() - startedNanoTime, ownCpuMicros() - cpuBefore);
    }

    private void send(long startedNanoTime) throws IOException, InterruptedException {
        LoadOptions.Amount amount = options.amount();
        SpanStream stream = new SpanStream(
                series,
                options.series().first(),
                options.mix().late(),
                new Randomness(options.series().seed()),
                amount.spans());
        PlannedBatch batch = new PlannedBatch(series.library().groups(), amount.batchSpans());
        long sent = 0;
        while (!stopped
                && stream.hasNext()
                && System.nanoTime() - startedNanoTime < amount.time().toNanos()) {
            batch.clear(amount.batchSpans());
            stream.fill(batch);
            if (batch.count() > 0) {
                sent += ship(batch, sent, startedNanoTime);
            }
        }
        batch.clear(amount.batchSpans());
        stream.fillWithHeld(batch);
        while (batch.count() > 0 && failure == null) {
            sent += ship(batch, sent, startedNanoTime);
            batch.clear(amount.batchSpans());
            stream.fillWithHeld(batch);
        }
    }

    /** Sends a batch, and perhaps an old one once more; gives the spans of the batch. */
    private int ship(PlannedBatch batch, long sentBefore, long startedNanoTime)
            throws IOException, InterruptedException {
        byte[] request = batch.encode();
        pace(sentBefore, startedNanoTime);
        observer.sending(request);
        flight.acquire();
        start(new Shipment(request, batch.count(), false, 1, System.nanoTime()));
        Shipment repeat = nextRepeat();
        if (repeat != null) {
            flight.acquire();
            start(repeat);
        }
        return batch.count();
    }

    private void pace(long sentBefore, long startedNanoTime) {
        double rate = options.amount().spansPerSecond();
        if (rate <= 0) {
            return;
        }
        long dueNanoTime = startedNanoTime + (long) (sentBefore / rate * NANOS_PER_SECOND);
        long early = dueNanoTime - System.nanoTime();
        while (early > 0 && !stopped) {
            LockSupport.parkNanos(early);
            early = dueNanoTime - System.nanoTime();
        }
    }

    private void start(Shipment shipment) {
        long sentNanoTime = System.nanoTime();
        CompletableFuture<Void> unused = client.send(shipment.request).thenAccept(answer -> {
            try {
                answered(shipment, answer, System.nanoTime() - sentNanoTime);
            } catch (IOException e) {
                failure = e;
                stop();
                flight.release();
            }
        });
    }

    private void answered(Shipment shipment, ExportAnswer answer, long nanos) throws IOException {
        boolean mayPass = answer.outcome() == Outcome.REFUSED_FOR_NOW || answer.outcome() == Outcome.UNANSWERED;
        if (mayPass
                && System.nanoTime() - shipment.firstNanoTime
                        < options.mix().retryFor().toNanos()) {
            tally.again(answer);
            long pauseMillis = Math.min(PAUSE_MILLIS_MAX, PAUSE_MILLIS_FIRST << Math.min(shipment.attempt - 1, 16));
            ScheduledFuture<?> unused =
                    pauses.schedule(() -> start(shipment.again()), pauseMillis, TimeUnit.MILLISECONDS);
            return;
        }
        if (!shipment.repeat) {
            observer.ended(shipment.request, answer);
            tally.ended(shipment.request.length, shipment.spans, answer, nanos);
            if (answer.outcome() == Outcome.ACKED) {
                offerRepeat(shipment);
            }
        }
        if (answer.outcome() == Outcome.UNANSWERED) {
            // A server that is down refuses at once; who gives requests up must not run through them meanwhile.
            ScheduledFuture<?> unused =
                    pauses.schedule(() -> flight.release(), PAUSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } else {
            flight.release();
        }
    }

    private void offerRepeat(Shipment answered) {
        synchronized (repeats) {
            if (repeats.size() < REPEATS_MAX && options.mix().repeated() > 0) {
                repeats.add(new Shipment(answered.request, answered.spans, true, 1, System.nanoTime()));
            }
        }
    }

    private @Nullable Shipment nextRepeat() {
        synchronized (repeats) {
            return choices.happens(options.mix().repeated()) ? repeats.poll() : null;
        }
    }

    private static long ownCpuMicros() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toNanos() / 1_000)
                .orElse(0L);
    }
}
