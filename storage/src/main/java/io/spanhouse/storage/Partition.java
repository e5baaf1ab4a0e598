package io.spanhouse.storage;

import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.Head;
import io.spanhouse.storage.head.HeadOptions;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.InsertCounts;
import io.spanhouse.storage.head.SealedPlaces;
import io.spanhouse.storage.journal.AppendedRecord;
import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.journal.GroupListener;
import io.spanhouse.storage.journal.Journal;
import io.spanhouse.storage.journal.JournalEntry;
import io.spanhouse.storage.journal.JournalOpening;
import io.spanhouse.storage.journal.JournalOptions;
import io.spanhouse.storage.journal.JournalRecord;
import io.spanhouse.storage.journal.JournalStart;
import io.spanhouse.storage.journal.JournalStatistics;
import io.spanhouse.storage.maintenance.MaintainedPartition;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.JournalGap;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.scan.BlockTraces;
import io.spanhouse.storage.scan.ViewHolder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition: a journal, a head and the buckets of blocks, which share nothing with other partitions.
 *
 * <p>The way of a batch: the caller's thread gives the frame to the journal; the journal's thread writes and syncs a group
 * and hands it on; the head's thread inserts the rows, publishes them, and completes the callers' futures. Rows come into the
 * head only after the sync, so a failed sync leaves nothing to be taken back, and <em>acked means visible, visible means
 * durable</em>.
 */
final class Partition implements MaintainedPartition, AutoCloseable {
    /** Retention class of all projects; more are for the future, the files know them. */
    static final int LANE = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Partition.class);
    private static final long READ_POINT_WAIT_MILLIS = 10_000;

    private final int number;
    private final UUID journalSource;
    private final Ledger ledger;
    private final TickClock ticks;
    private final Head head;
    private final ViewHolder views;
    private final BlockTraces blockTraces;
    private final HeadLoop loop;
    private final Journal<Pending> journal;
    private final List<String> journalDamages = new ArrayList<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final Object published = new Object();
    private volatile long publishedTick;
    private volatile long erasureEnd;
    private volatile Runnable sealable = () -> {};

    /** A batch on its way, with the promise to its sender. */
    private record Pending(SpanBatch batch, CompletableFuture<InsertCounts> done) {}

    /**
     * What a partition is opened with.
     *
     * @param number its number
     * @param ledger its blocks, open
     * @param journal how its journal is kept; the ticks in it are not used
     * @param visible whether spans of a project may still be seen
     */
    record Setup(int number, Ledger ledger, JournalOptions journal, StoreOptions options, IntPredicate visible) {}

    /** Opens the journal and replays what is not in blocks. */
    Partition(Setup setup) {
        StoreOptions options = setup.options();
        number = setup.number();
        ledger = setup.ledger();
        journalSource = setup.journal().identity().store();
        ticks = new TickClock(options.clock());
        views = new ViewHolder(this::snapshot);
        blockTraces = new BlockTraces(views);
        views.change(new LedgerChange(ledger.blocks(), List.of()), -1);
        head = new Head(headOptions(options), options.clock(), blockTraces, ledger.nextGeneration());
        loop = new HeadLoop(
                head,
                "spanhouse-head-" + number,
                this::advance,
                options.memory().queueBytesMax());
        ticks.resumeAfter(ledger.lastTick());
        journal = openJournal(setup);
        views.lost(lostRecords());
        head.publish();
        loop.start();
    }

    /** What was in a block that is lost and is not in the journal any more. */
    private List<String> lostRecords() {
        List<String> lost = new ArrayList<>();
        long oldest = journal.statistics().oldestOffset();
        for (JournalGap gap : ledger.gaps()) {
            if (gap.from() < oldest || oldest == 0) {
                lost.add("partition " + number + ": journal records " + gap.from() + " to " + (gap.to() - 1)
                        + " were in a block that is lost");
            }
        }
        return lost;
    }

    private static HeadOptions headOptions(StoreOptions options) {
        return new HeadOptions(
                options.head().generationBytesMax(),
                options.head().generationAgeMax().toNanos(),
                options.head().hold().toNanos(),
                options.memory().headBytesMax() / options.partitions());
    }

    private Journal<Pending> openJournal(Setup setup) {
        JournalOptions given = setup.journal();
        JournalOptions options = new JournalOptions(
                given.directory(), given.identity(), given.files(), ticks::next, given.observer(), given.bounds());
        JournalOpening<Pending> opening = Journal.open(
                options,
                new JournalStart(
                        ledger.replayFrom(LANE), nextOffsetMin(), new TreeMap<>(Map.of(LANE, ledger.sealed(LANE)))),
                (record, payload) -> replay(record, payload, setup.visible()),
                new Listener());
        opening.damages().forEach(damage -> {
            journalDamages.add("partition " + number + " journal: " + damage);
            LOG.error("Partition {} journal is damaged: {}", number, damage);
        });
        if (opening.records() > 0) {
            LOG.info("Partition {} replayed {} journal records", number, opening.records());
        }
        return opening.journal();
    }

    private long nextOffsetMin() {
        long next = 1;
        for (SstHeader header : ledger.headers()) {
            if (header.journal().source().equals(journalSource)) {
                next = Math.max(
                        next, Math.max(header.journal().to(), header.journal().cut() + 1));
            }
        }
        return next;
    }

    private void replay(JournalRecord record, ByteSlice payload, IntPredicate visible) {
        ticks.resumeAfter(record.tick());
        publishedTick = Math.max(publishedTick, record.tick());
        if (record.format() != JournalRecord.FORMAT_FRAME
                || ledger.isSealed(record.lane(), record.offset())
                || !visible.test(record.project())) {
            return;
        }
        try {
            head.insert(
                    record.project(),
                    record.lane(),
                    FrameCodec.decode(payload),
                    record.offset(),
                    record.tick(),
                    record.receivedMillis());
        } catch (StoreException e) {
            journalDamages.add("partition " + number + " journal record " + record.offset() + ": " + e.getMessage());
            LOG.error("Partition {} cannot replay journal record {}", number, record.offset(), e);
        }
    }

    /** Takes a batch of one project; see {@link TraceStore#append}. */
    CompletableFuture<InsertCounts> append(int project, SpanBatch batch, ByteBuffer frame, long receivedMillis) {
        CompletableFuture<InsertCounts> done = new CompletableFuture<>();
        inFlight.incrementAndGet();
        try {
            journal.append(
                    new JournalEntry(receivedMillis, project, LANE, batch.rowCount()), frame, new Pending(batch, done));
        } catch (RuntimeException e) {
            finished(1);
            throw e;
        }
        return done;
    }

    private final class Listener implements GroupListener<Pending> {
        @Override
        public void durable(List<AppendedRecord<Pending>> group) {
            long bytes = 0;
            for (AppendedRecord<Pending> record : group) {
                bytes += record.attachment().batch().retainedBytes();
            }
            loop.offer(() -> insert(group), bytes);
        }

        @Override
        public void failed(List<Pending> attachments, StoreException failure) {
            for (Pending pending : attachments) {
                pending.done().completeExceptionally(failure);
            }
            finished(attachments.size());
        }
    }

    private void insert(List<AppendedRecord<Pending>> group) {
        List<InsertCounts> counts = new ArrayList<>(group.size());
        @Nullable RuntimeException failure = null;
        for (AppendedRecord<Pending> appended : group) {
            JournalRecord record = appended.record();
            try {
                counts.add(head.insert(
                        record.project(),
                        record.lane(),
                        appended.attachment().batch(),
                        record.offset(),
                        record.tick(),
                        record.receivedMillis()));
            } catch (RuntimeException e) {
                LOG.error("Partition {} cannot take journal record {} into memory", number, record.offset(), e);
                failure = e;
                break;
            }
        }
        head.publish();
        publishedTick = group.get(group.size() - 1).record().tick();
        for (int i = 0; i < group.size(); i++) {
            CompletableFuture<InsertCounts> done = group.get(i).attachment().done();
            if (i < counts.size()) {
                done.complete(counts.get(i));
            } else {
                done.completeExceptionally(new StoreException(
                        FailureKind.UNAVAILABLE, "spans are in the journal but not yet in memory", failure));
            }
        }
        finished(group.size());
        if (head.nextToSeal() != null) {
            sealable.run();
        }
    }

    private void finished(int count) {
        inFlight.addAndGet(-count);
        synchronized (published) {
            published.notifyAll();
        }
    }

    private void advance() {
        head.advance();
        head.publish();
        if (head.nextToSeal() != null) {
            sealable.run();
        }
    }

    /** A tick for a cursor: all spans taken with it or an earlier one are visible when this returns. */
    long readPoint() {
        long point = ticks.readPoint();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READ_POINT_WAIT_MILLIS);
        synchronized (published) {
            // Nothing in flight at one moment means that all from before it is in; so does a later tick.
            while (inFlight.get() != 0 && publishedTick <= point) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new StoreException(
                            FailureKind.OVERLOADED,
                            "spans are waiting for the disk too long to page through a list now");
                }
                try {
                    published.wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreException(FailureKind.CANCELLED, "interrupted while waiting for spans", e);
                }
            }
        }
        return point;
    }

    /** Is called when a generation can be sealed. */
    void onSealable(Runnable action) {
        sealable = action;
    }

    /** Views of the partition. */
    ViewHolder views() {
        return views;
    }

    /** Writes and syncs a mark to the journal. */
    CompletableFuture<Void> probe() {
        return journal.probe();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public UUID journalSource() {
        return journalSource;
    }

    @Override
    public @Nullable Generation nextToSeal() {
        return head.nextToSeal();
    }

    @Override
    public void sealed(Generation generation, LedgerChange change) {
        views.change(change, generation.number());
        SealedPlaces places = new PlacesOfBlocks(views, change);
        loop.call(() -> head.sealed(generation, places));
        journal.sealed(LANE, ledger.sealed(LANE));
        // Generations are sealed in their order, so nothing below the end of this one is wanted any more.
        journal.trim(generation.journal().to());
    }

    @Override
    public void replaced(LedgerChange change) {
        views.change(change, -1);
        loop.call(() -> head.relocate(blockTraces));
    }

    @Override
    public void closeHead() {
        loop.call(() -> {
            head.forceClose();
            return head.publish();
        });
    }

    @Override
    public int[] lanes() {
        return new int[] {LANE};
    }

    @Override
    public long emptyBelow() {
        // Asked before the head is: what is in flight later has a later offset, or is in the head by then.
        long next = journal.nextOffset();
        return inFlight.get() == 0 && head.snapshot().parts().isEmpty() ? next : 0;
    }

    @Override
    public void endJournalSegment() {
        // What waits for the journal's thread now is written before the first is done, and left behind by the second.
        try {
            journal.endSegment().join();
            erasureEnd = journal.nextOffset();
            journal.endSegment().join();
        } catch (CompletionException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "the journal does not take writes: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean trimJournalWholly() {
        journal.trimWholly(ledger.sealed(LANE));
        return journal.statistics().oldestOffset() >= erasureEnd;
    }

    /** State for operators. */
    StoreStatus.Partition status() {
        JournalStatistics statistics = journal.statistics();
        HeadSnapshot snapshot = head.snapshot();
        return new StoreStatus.Partition(
                number,
                statistics.nextOffset(),
                ledger.sealed(LANE),
                statistics.segmentBytes(),
                statistics.queuedBytes(),
                snapshot.rowCount(),
                head.retainedBytes(),
                snapshot.parts().size(),
                ticks.current());
    }

    /** What the journal counts. */
    JournalStatistics journalStatistics() {
        return journal.statistics();
    }

    /** What is damaged, one sentence each. */
    List<String> alarms() {
        List<String> alarms = new ArrayList<>(journalDamages);
        ledger.damages().forEach(damage -> alarms.add(damage.toString()));
        return alarms;
    }

    private HeadSnapshot snapshot() {
        return head.snapshot();
    }

    /** Takes no more batches; those that were taken go on to the head, full or not. */
    void finishJournal() {
        loop.letEverythingIn();
        journal.close();
    }

    /** After {@link #finishJournal} and the end of maintenance: all that was taken is visible and its senders know. */
    void finishHead() {
        loop.close();
    }

    /** After {@link #finishHead}: no more views, and the blocks are closed. */
    @Override
    public void close() {
        views.close();
        ledger.close();
    }
}
