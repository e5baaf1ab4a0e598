package io.spanhouse.storage;

import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.head.BatchPlace;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.Head;
import io.spanhouse.storage.head.HeadOptions;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.InsertCounts;
import io.spanhouse.storage.head.SealedPlaces;
import io.spanhouse.storage.journal.AppendedRecord;
import io.spanhouse.storage.journal.Frame;
import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.journal.GroupListener;
import io.spanhouse.storage.journal.Journal;
import io.spanhouse.storage.journal.JournalEntry;
import io.spanhouse.storage.journal.JournalOpening;
import io.spanhouse.storage.journal.JournalOptions;
import io.spanhouse.storage.journal.JournalRecord;
import io.spanhouse.storage.journal.JournalStart;
import io.spanhouse.storage.journal.JournalStatistics;
import io.spanhouse.storage.journal.LongValues;
import io.spanhouse.storage.journal.PayloadReader;
import io.spanhouse.storage.maintenance.MaintainedPartition;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.scan.BlockTraces;
import io.spanhouse.storage.scan.ViewHolder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    private final int number;
    private final UUID journalSource;
    private final Ledger ledger;
    private final TickClock ticks;
    private final Head head;
    private final PayloadReader payloads;
    private final ViewHolder views;
    private final BlockTraces blockTraces;
    private final HeadLoop loop;
    private final Arrivals arrivals;
    private final Journal<Pending> journal;
    private final Losses losses;
    private final JournalCheck journalCheck;
    private volatile long erasureEnd;
    private volatile Runnable sealable = () -> {};

    /** A batch on its way, with the promise to its sender. */
    private record Pending(SpanBatch batch, LongValues longValues, CompletableFuture<InsertCounts> done) {}

    /**
     * What a partition is opened with.
     *
     * @param number its number
     * @param ledger its blocks, open
     * @param journal how its journal is kept; the ticks in it are not used
     * @param kept keeps what queries work out of blocks
     * @param visible whether spans of a project may still be seen
     */
    record Setup(
            int number,
            Ledger ledger,
            JournalOptions journal,
            StoreOptions options,
            KeptParts kept,
            IntPredicate visible) {}

    /** Opens the journal and replays what is not in blocks. */
    Partition(Setup setup) {
        StoreOptions options = setup.options();
        number = setup.number();
        ledger = setup.ledger();
        payloads = new PayloadReader(setup.journal().files(), setup.journal().directory());
        journalSource = setup.journal().identity().store();
        ticks = new TickClock(options.clock());
        arrivals = new Arrivals(ticks);
        views = new ViewHolder(this::snapshot, setup.kept());
        blockTraces = new BlockTraces(views);
        views.change(new LedgerChange(ledger.blocks(), List.of()), -1);
        head = new Head(headOptions(options), options.clock(), blockTraces, ledger.nextGeneration());
        loop = new HeadLoop(
                head,
                "spanhouse-head-" + number,
                this::advance,
                options.memory().queueBytesMax());
        ticks.resumeAfter(ledger.lastTick());
        head.startFrom(ledger.replayFrom(LANE));
        losses = new Losses(
                number,
                setup.journal().directory().resolveSibling("lost"),
                setup.journal().files(),
                options.clock(),
                options.retention().age());
        journal = openJournal(setup);
        journalCheck = new JournalCheck(number, LANE, journal, ledger);
        if (loop.failure() == null) {
            head.publish();
        } else {
            losses.lose("partition " + number + ": what is in the journal only cannot be read into memory");
        }
        views.lost(losses.lost());
        loop.start();
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
        losses.of(opening, ledger, LANE);
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
        arrivals.published(record.tick());
        if (ledger.isSealed(record.lane(), record.offset())
                || !visible.test(record.project())
                || loop.failure() != null) {
            return;
        }
        if (record.format() != JournalRecord.FORMAT_FRAME) {
            throw new StoreException(
                    FailureKind.TOO_NEW,
                    "journal record " + record.offset() + " has format " + record.format() + ", this program reads "
                            + JournalRecord.FORMAT_FRAME);
        }
        LongValues longValues = new LongValues();
        SpanBatch batch = FrameCodec.decode(payload, longValues);
        try {
            if (insert(record, batch, longValues) == null) {
                losses.alarm("partition " + number + " journal record " + record.offset() + " is too large");
            }
        } catch (RuntimeException e) {
            // Left out here, it would count as sealed with its neighbours one day.
            loop.fail(new IllegalStateException("journal record " + record.offset() + " cannot be replayed: " + e, e));
        }
    }

    /** Inserts a record; null if it is too large for any head, and was and will be acknowledged to nobody. */
    private @Nullable InsertCounts insert(JournalRecord record, SpanBatch batch, LongValues longValues) {
        try {
            BatchPlace place = new BatchPlace(payloads, record.place(), longValues);
            boolean heals = record.offset() < ledger.sealed(record.lane());
            return heals ? head.heal(record, batch, place) : head.insert(record, batch, place);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.TOO_LARGE) {
                throw e;
            }
            LOG.error("Partition {} cannot take journal record {}", number, record.offset(), e);
            return null;
        }
    }

    /** Takes a batch of one project; see {@link TraceStore#append}. */
    CompletableFuture<InsertCounts> append(int project, SpanBatch batch, Frame frame, long receivedMillis) {
        CompletableFuture<InsertCounts> done = new CompletableFuture<>();
        loop.requireWorking();
        arrivals.started();
        try {
            journal.append(
                    new JournalEntry(receivedMillis, project, LANE, batch.rowCount()),
                    frame.bytes(),
                    new Pending(batch, frame.longValues(), done));
        } catch (RuntimeException | Error e) {
            arrivals.finished(1);
            throw e;
        }
        return done;
    }

    private final class Listener implements GroupListener<Pending> {
        @Override
        public void durable(List<AppendedRecord<Pending>> group) {
            Insertion insertion = new Insertion(group);
            try {
                loop.offer(insertion, insertion.bytes());
            } catch (RuntimeException | Error e) {
                loop.fail(e);
                insertion.refuse(new StoreException(
                        FailureKind.UNAVAILABLE, "spans are in the journal but not in memory: " + e, e));
            }
        }

        @Override
        public void failed(List<Pending> attachments, StoreException failure) {
            for (Pending pending : attachments) {
                pending.done().completeExceptionally(failure);
            }
            arrivals.finished(attachments.size());
        }
    }

    /** A group of records that is durable, on its way into the head: all of it or, should that fail, none. */
    private final class Insertion implements HeadLoop.Insertion {
        private final List<AppendedRecord<Pending>> group;

        Insertion(List<AppendedRecord<Pending>> group) {
            this.group = group;
        }

        long bytes() {
            long bytes = 0;
            for (AppendedRecord<Pending> appended : group) {
                bytes += appended.attachment().batch().retainedBytes();
            }
            return bytes;
        }

        @Override
        public void run() {
            List<@Nullable InsertCounts> counts = new ArrayList<>(group.size());
            for (AppendedRecord<Pending> appended : group) {
                Pending pending = appended.attachment();
                counts.add(insert(appended.record(), pending.batch(), pending.longValues()));
            }
            head.publish();
            arrivals.published(group.get(group.size() - 1).record().tick());
            for (int i = 0; i < group.size(); i++) {
                answer(group.get(i).attachment().done(), counts.get(i));
            }
            arrivals.finished(group.size());
            if (head.nextToSeal() != null) {
                sealable.run();
            }
        }

        private void answer(CompletableFuture<InsertCounts> done, @Nullable InsertCounts counts) {
            if (counts != null) {
                done.complete(counts);
            } else {
                done.completeExceptionally(
                        new StoreException(FailureKind.TOO_LARGE, "the batch is too large to be held in memory"));
            }
        }

        @Override
        public void refuse(StoreException why) {
            int refused = 0;
            for (AppendedRecord<Pending> appended : group) {
                refused += appended.attachment().done().completeExceptionally(why) ? 1 : 0;
            }
            arrivals.finished(refused);
        }
    }

    private void advance() {
        head.advance();
        head.publish();
        if (head.nextToSeal() != null) {
            sealable.run();
        }
    }

    /** See {@link Arrivals#readPoint}. */
    long readPoint() {
        return arrivals.readPoint();
    }

    /** Is called when a generation can be sealed. */
    void onSealable(Runnable action) {
        sealable = action;
    }

    /** Views of the partition. */
    ViewHolder views() {
        return views;
    }

    /**
     * Writes and syncs a mark to the journal.
     *
     * @throws StoreException UNAVAILABLE when spans are not taken any more
     */
    CompletableFuture<Void> probe() {
        loop.requireWorking();
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
        // A failed head keeps what it has: nothing is sealed that may not be whole, and so nothing is trimmed.
        return loop.failure() == null ? head.nextToSeal() : null;
    }

    @Override
    public void sealed(Generation generation, LedgerChange change) {
        views.change(change, generation.number());
        SealedPlaces places = new PlacesOfBlocks(views, change);
        loop.call(() -> head.sealed(generation, places));
        if (loop.failure() != null) {
            return;
        }
        journal.sealed(LANE, ledger.sealed(LANE));
        // Generations are sealed in their order, so nothing below the end of this one is wanted any more.
        journal.trim(generation.journal().to(), KeptJournal.bytesFor(ledger.bytes()));
    }

    @Override
    public BitSet dead(StoredBlock block) {
        return views.dead(block);
    }

    @Override
    public void replaced(LedgerChange change) {
        views.change(change, -1);
        loop.call(() -> head.relocate(blockTraces));
    }

    @Override
    public void closeHead() {
        loop.call(() -> {
            loop.requireWorking();
            head.forceClose();
            return head.publish();
        });
    }

    @Override
    public JournalStep verifyJournal() {
        return journalCheck.step(this::closeHead);
    }

    @Override
    public void lost(String what) {
        losses.note(what);
        views.lost(losses.lost());
    }

    @Override
    public int[] lanes() {
        return new int[] {LANE};
    }

    @Override
    public long emptyBelow() {
        // Asked before the head is: what is in flight later has a later offset, or is in the head by then.
        long next = journal.nextOffset();
        boolean nothingIsWanted = arrivals.none() && head.snapshot().parts().isEmpty();
        // A batch counts as arrived also when a failed head refused it, after it had failed; so this comes last.
        return nothingIsWanted && loop.failure() == null ? next : 0;
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

    /** Why spans are not taken any more; empty while they are. */
    String failure() {
        Throwable cause = loop.failure();
        return cause == null
                ? ""
                : "partition " + number + " takes no more spans until the next start, which reads the journal: "
                        + cause;
    }

    /** What is wrong, one sentence each. */
    List<String> alarms() {
        List<String> alarms = new ArrayList<>(losses.alarms());
        alarms.addAll(journalCheck.alarms());
        String failure = failure();
        if (!failure.isEmpty()) {
            alarms.add(failure);
        }
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
