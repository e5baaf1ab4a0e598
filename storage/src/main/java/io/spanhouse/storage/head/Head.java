package io.spanhouse.storage.head;

import io.spanhouse.storage.journal.JournalPlace;
import io.spanhouse.storage.journal.JournalRecord;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one partition that are not in blocks yet.
 *
 * <p>A generation is open until it has its bytes or its age. Then, for the hold, it takes spans of the traces that it has
 * and no new ones: without this a generation that lasts five seconds would cut half of all traces in two. Then it is
 * closed, and is sealed: generations in their order, each when no older one is left.
 *
 * <p>One thread, the head's, calls everything but {@link #snapshot}, {@link #nextToSeal} and {@link #isFull}, which are
 * for any. Rows are seen by others after {@link #publish}. Memory is bounded by {@link HeadOptions#headBytesMax} as long as
 * nobody inserts while {@link #isFull}: holds are cut short first. Insertion is idempotent, so a journal may be replayed
 * from any offset.
 */
public final class Head {
    /** Each trace new to the head is looked for in all generations, so there may not be many, however small. */
    private static final int GENERATIONS_MAX = 16;

    private final HeadOptions options;
    private final StoreClock clock;
    private final List<LiveGeneration> live = new ArrayList<>();
    private final BatchInserter inserter;
    private long nextGeneration;
    private long lastOffset = -1;
    /** Where the next generation starts in the journal; below 0 with the next record. */
    private long nextFrom = -1;

    private long lastTick = Long.MIN_VALUE;
    private volatile long bytes;
    private volatile int generationCount;
    private volatile boolean frozen;
    private volatile HeadSnapshot snapshot = new HeadSnapshot(List.of(), Disownings.NONE);

    /**
     * An empty head.
     *
     * @param older the traces in blocks
     * @param firstGeneration number of the first generation, greater than any in a block
     */
    public Head(HeadOptions options, StoreClock clock, OlderTraces older, long firstGeneration) {
        this.options = options;
        this.clock = clock;
        inserter = new BatchInserter(live, older);
        nextGeneration = firstGeneration;
    }

    /** Says where in the journal the first generation begins: all records from there on come here or came to nothing. */
    public void startFrom(long offset) {
        nextFrom = offset;
    }

    /**
     * Inserts the rows of one journal record, not yet to be seen.
     *
     * @param lane retention class of the project
     * @param offset the record's, greater than any before
     * @param tick the store's slow clock, not less than any before
     * @param receiptMillis when the record was received, milliseconds since 1970
     * @throws StoreException TOO_LARGE if the batch does not fit in an empty generation; nothing was inserted then
     */
    public InsertCounts insert(int project, int lane, SpanBatch batch, long offset, long tick, long receiptMillis) {
        JournalRecord record = new JournalRecord(
                offset,
                tick,
                receiptMillis,
                project,
                lane,
                batch.rowCount(),
                JournalRecord.FORMAT_FRAME,
                0,
                new JournalPlace(0, 0));
        return insert(record, batch, null);
    }

    /**
     * Like {@link #insert(int, int, SpanBatch, long, long, long)}.
     *
     * @param place where the batch lies in the journal; its values over {@link DistantValue#LONGER_THAN} bytes stay there.
     *     Null if all are to be held
     */
    public InsertCounts insert(JournalRecord record, SpanBatch batch, @Nullable BatchPlace place) {
        return insert(record, batch, place, false);
    }

    /**
     * Like {@link #insert(JournalRecord, SpanBatch, BatchPlace)}, of a record whose rows were in a block that is lost. Values
     * of traces that later blocks go on with are counted anew, for those count these rows.
     */
    public InsertCounts heal(JournalRecord record, SpanBatch batch, @Nullable BatchPlace place) {
        return insert(record, batch, place, true);
    }

    private InsertCounts insert(JournalRecord record, SpanBatch batch, @Nullable BatchPlace place, boolean heals) {
        int project = record.project();
        int lane = record.lane();
        long offset = record.offset();
        long tick = record.tick();
        if (offset <= lastOffset || tick < lastTick) {
            throw new IllegalArgumentException("record has offset " + offset + " and tick " + tick
                    + ", expected more than " + lastOffset + " and at least " + lastTick);
        }
        advance();
        for (LiveGeneration generation : live) {
            if (generation.state() == LiveGeneration.State.CLOSING && !takes(generation, project, lane, batch, tick)) {
                generation.endHold(lastOffset);
            }
        }
        open(project, lane, batch, offset, tick);
        InsertCounts counts = inserter.insert(project, batch, tick, place, heals);
        long now = clock.nanoTime();
        for (int i = 0; i < live.size(); i++) {
            if (inserter.grew(i)) {
                live.get(i).added(now);
                live.get(i).generation.receipts().add(project, lane, tick, record.receivedMillis());
            }
        }
        lastOffset = offset;
        lastTick = tick;
        count();
        return counts;
    }

    private static boolean takes(LiveGeneration live, int project, int lane, SpanBatch batch, long tick) {
        return live.generation.receipts().agrees(project, lane) && live.generation.fits(batch, tick);
    }

    private void open(int project, int lane, SpanBatch batch, long offset, long tick) {
        LiveGeneration last = last();
        if (last != null && last.state() == LiveGeneration.State.OPEN && !takes(last, project, lane, batch, tick)) {
            if (last.hasRows()) {
                close(last, offset);
                last.endHold(lastOffset);
            } else {
                live.remove(last);
            }
        }
        last = last();
        if (last != null && last.state() == LiveGeneration.State.OPEN) {
            return;
        }
        Generation generation = new Generation(nextGeneration, tick);
        if (!generation.fits(batch, tick)) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "batch of " + batch.rowCount() + " spans and " + batch.retainedBytes()
                            + " bytes does not fit in an empty generation");
        }
        nextGeneration++;
        live.add(new LiveGeneration(generation, nextFrom < 0 ? offset : nextFrom));
        generationCount = live.size();
    }

    private @Nullable LiveGeneration last() {
        return live.isEmpty() ? null : live.get(live.size() - 1);
    }

    private void close(LiveGeneration generation, long firstOffsetNotHere) {
        nextFrom = firstOffsetNotHere;
        generation.close(firstOffsetNotHere, clock.nanoTime() + options.holdNanos());
    }

    /**
     * Closes generations and ends holds whose time has come, or for which there is no memory. Called by each insertion; to
     * be called about once a second when there are none, with {@link #publish} after it.
     */
    public void advance() {
        long now = clock.nanoTime();
        LiveGeneration last = last();
        if (last != null
                && last.state() == LiveGeneration.State.OPEN
                && last.hasRows()
                && (last.generation.bytes() >= options.closeBytes()
                        || last.generation.pairTable().distantBytes() >= options.journaledBytesMax()
                        || last.isOlderThan(options.generationAgeNanos(), now))) {
            close(last, lastOffset + 1);
        }
        boolean isShort = bytes >= options.shortBytes() || live.size() > GENERATIONS_MAX / 2;
        for (LiveGeneration generation : live) {
            if (generation.isHoldOver(now) || isShort && generation.state() == LiveGeneration.State.CLOSING) {
                generation.endHold(lastOffset);
            }
        }
        if (isFull() && !live.isEmpty() && live.get(0).takes()) {
            // Nothing could be sealed to make room.
            forceClose();
        }
    }

    /** Closes everything without a hold: before the store closes, at the end of a bucket. */
    public void forceClose() {
        LiveGeneration last = last();
        if (last != null && last.state() == LiveGeneration.State.OPEN && last.hasRows()) {
            close(last, lastOffset + 1);
        }
        for (LiveGeneration generation : live) {
            if (generation.state() == LiveGeneration.State.CLOSING) {
                generation.endHold(lastOffset);
            }
        }
    }

    /** Lets others see all rows inserted so far. */
    public HeadSnapshot publish() {
        List<HeadSnapshot.Part> parts = new ArrayList<>(live.size());
        for (LiveGeneration generation : live) {
            if (generation.hasRows()) {
                Generation published = generation.generation;
                published.publish();
                parts.add(new HeadSnapshot.Part(
                        published, published.rowsNow(), published.traces().size(), !generation.takes()));
            }
        }
        HeadSnapshot now = new HeadSnapshot(parts, inserter.disownings());
        snapshot = now;
        return now;
    }

    /** The head as of the last publication. */
    public HeadSnapshot snapshot() {
        return snapshot;
    }

    /** The oldest generation if it is closed, all of it published: the one to seal. */
    public @Nullable Generation nextToSeal() {
        List<HeadSnapshot.Part> parts = snapshot.parts();
        return !parts.isEmpty() && parts.get(0).closed() ? parts.get(0).generation() : null;
    }

    /**
     * Whether memory is used up and nothing should be inserted until a generation is sealed. {@link #advance} sees to it
     * that one can be.
     */
    public boolean isFull() {
        return bytes >= options.headBytesMax() || generationCount >= GENERATIONS_MAX;
    }

    /** Bytes of all generations. */
    public long retainedBytes() {
        return bytes;
    }

    /**
     * After a failure on the head's thread, which may have left anything half done: what was published stays, and from here
     * on only follows the blocks, by {@link #sealed} and {@link #relocate}; nothing else may be called. Any thread.
     */
    public void freeze() {
        frozen = true;
    }

    /**
     * Forgets the oldest generation, which is in blocks now, and publishes. What it had of traces is asked of the blocks
     * from here on.
     */
    public HeadSnapshot sealed(Generation generation, SealedPlaces places) {
        if (frozen) {
            snapshot = snapshot.sealed(generation, places);
            return snapshot;
        }
        LiveGeneration oldest = live.isEmpty() ? null : live.get(0);
        if (oldest == null || oldest.generation != generation || oldest.takes()) {
            throw new IllegalArgumentException(generation + " is not the oldest generation, or not closed");
        }
        inserter.disownings(inserter.disownings().sealed(generation, places));
        live.remove(0);
        generationCount = live.size();
        for (LiveGeneration younger : live) {
            younger.generation.olderParts().sealed(generation, places);
        }
        count();
        return publish();
    }

    /** Blocks were merged, moved or dropped: follows their fragments, and publishes. */
    public HeadSnapshot relocate(Relocation relocation) {
        if (frozen) {
            snapshot = snapshot.moved(relocation);
            return snapshot;
        }
        inserter.disownings(inserter.disownings().moved(relocation));
        count();
        return publish();
    }

    private void count() {
        long sum = inserter.disownings().bytes();
        for (LiveGeneration generation : live) {
            sum += generation.generation.bytes();
        }
        bytes = sum;
    }
}
