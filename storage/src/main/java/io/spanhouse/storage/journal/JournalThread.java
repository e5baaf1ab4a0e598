package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's one writing thread: takes a group, writes it, syncs, tells. The one place where offsets are handed out, so
 * their order is that of the file and of the listener's calls.
 *
 * @param <A> what appenders give along
 */
final class JournalThread<A> {
    private static final Logger LOG = LoggerFactory.getLogger(JournalThread.class);
    private static final long IDLE_SECONDS = 3_600;

    private final JournalOptions options;
    private final JournalQueue<A> queue;
    private final SegmentLog segments;
    private final GroupListener<A> listener;
    private final JournalCounters counters = new JournalCounters();
    private final Thread thread;
    /** When what was written but not synced is due; no matter while all is synced. */
    private long syncDueNanos;

    JournalThread(JournalOptions options, JournalQueue<A> queue, SegmentLog segments, GroupListener<A> listener) {
        this.options = options;
        this.queue = queue;
        this.segments = segments;
        this.listener = listener;
        thread = new Thread(this::run, "journal-" + options.identity().partition());
    }

    void start() {
        thread.start();
    }

    JournalStatistics statistics(int damages) {
        return counters.snapshot(segments, queue, damages);
    }

    void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // What waits must be written before the files are anybody else's, so the interrupt is passed on after
                // it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            List<JournalQueue.Waiting<A>> group = queue.take(deadline());
            while (group != null) {
                if (!group.isEmpty()) {
                    commit(group);
                }
                syncIfDue();
                group = queue.take(deadline());
            }
            segments.close();
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.error("The journal of {} ends: appends are refused from here on", options.directory(), e);
            counters.isWritable = false;
            segments.abandon();
            refuseAll(e);
        }
    }

    private long deadline() {
        SegmentWriter writer = segments.current();
        boolean due = writer != null && !writer.isSynced();
        return due ? syncDueNanos : JournalQueue.deadline(IDLE_SECONDS, TimeUnit.SECONDS);
    }

    private void commit(List<JournalQueue.Waiting<A>> group) {
        List<AppendedRecord<A>> appended = new ArrayList<>(group.size());
        try {
            write(group, appended);
        } catch (IOException e) {
            failed(e);
            queue.done(group);
            refuse(group, e);
            return;
        } catch (RuntimeException | Error e) {
            refuse(group, e);
            throw e;
        }
        queue.done(group);
        counters.isWritable = true;
        if (!appended.isEmpty()) {
            listener.durable(appended);
        }
        for (JournalQueue.Waiting<A> one : group) {
            if (one.probe() != null) {
                one.probe().complete(null);
            }
        }
    }

    private void write(List<JournalQueue.Waiting<A>> group, List<AppendedRecord<A>> appended) throws IOException {
        SegmentWriter writer = segments.writer();
        long before = writer.length();
        boolean wasSynced = writer.isSynced();
        boolean syncNow = options.bounds().durability() == Durability.SYNC;
        RecordHeader header = writer.header();
        long spans = 0;
        for (JournalQueue.Waiting<A> one : group) {
            header.offset = segments.takeOffset();
            header.payloadCrc = one.payloadCrc();
            header.payloadBytes = one.payload().remaining();
            JournalEntry entry = one.entry();
            header.format = entry == null ? JournalRecord.FORMAT_MARK : JournalRecord.FORMAT_FRAME;
            header.entry(entry == null ? new JournalEntry(0, 0, 0, 0) : entry);
            header.tick = options.ticks().getAsLong();
            long position = writer.append(one.payload());
            if (one.attachment() != null) {
                appended.add(new AppendedRecord<>(header.record(writer.first(), position), one.attachment()));
                spans += header.spanCount;
            }
            syncNow |= entry == null;
        }
        writer.flush();
        if (syncNow) {
            sync(writer);
        } else if (wasSynced) {
            syncDueNanos = System.nanoTime() + options.bounds().syncInterval().toNanos();
        }
        segments.acknowledged(writer, header.offset);
        counters.group(appended.size(), spans, writer.length() - before);
        options.observer()
                .group(
                        group.size(),
                        writer.length() - before,
                        System.nanoTime() - group.get(0).sinceNanos());
    }

    private void sync(SegmentWriter writer) throws IOException {
        long start = System.nanoTime();
        writer.force();
        long nanos = System.nanoTime() - start;
        counters.sync(nanos);
        options.observer().sync(nanos);
    }

    /** With syncs by interval: records were told of already, so a failure here can only be reported. */
    private void syncIfDue() {
        SegmentWriter writer = segments.current();
        if (writer == null || writer.isSynced() || System.nanoTime() - syncDueNanos < 0) {
            return;
        }
        try {
            sync(writer);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException cause) {
        LOG.warn("A write of the journal {} failed; the next append tries a new segment", options.directory(), cause);
        counters.failure();
        segments.abandon();
        options.observer().failure(cause);
    }

    private void refuse(List<JournalQueue.Waiting<A>> group, Throwable cause) {
        StoreException failure = new StoreException(
                FailureKind.UNAVAILABLE, "journal " + options.directory() + " could not be written: " + cause, cause);
        List<A> attachments = new ArrayList<>(group.size());
        List<CompletableFuture<Void>> probes = new ArrayList<>();
        for (JournalQueue.Waiting<A> one : group) {
            if (one.attachment() != null) {
                attachments.add(one.attachment());
            } else if (one.probe() != null) {
                probes.add(one.probe());
            }
        }
        if (!attachments.isEmpty()) {
            listener.failed(attachments, failure);
        }
        for (CompletableFuture<Void> probe : probes) {
            probe.completeExceptionally(failure);
        }
    }

    private void refuseAll(Throwable cause) {
        queue.close();
        List<JournalQueue.Waiting<A>> rest = queue.drain();
        if (!rest.isEmpty()) {
            refuse(rest, cause);
        }
    }
}
