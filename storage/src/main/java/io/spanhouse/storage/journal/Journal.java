package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The append-only log of one partition. An append is told of when its bytes are on disk: one thread writes all that
 * waits, syncs once for the whole group, then tells the listener in the order of offsets. So the more appenders, the
 * fewer syncs each costs.
 *
 * <p>After a failed write or sync the whole group is refused, the segment is left behind, and the next append tries a new
 * one; nothing that was acknowledged is touched. Reading back is for recovery, for values that stay here until they are in
 * a block, and for dumps.
 *
 * <p>Any thread may append, trim, read and ask. Whoever opened it closes it; what waits then is still written. A store
 * keeps others from opening the same directory.
 *
 * @param <A> what appenders give along and the listener gets back
 */
public final class Journal<A> implements AutoCloseable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final JournalOptions options;
    private final JournalQueue<A> queue;
    private final SegmentLog segments;
    private final JournalThread<A> thread;
    private final JournalVerifier verifier;
    private final List<JournalDamage> foundAtOpen;
    private volatile int damages;

    private Journal(
            JournalOptions options,
            JournalStart start,
            JournalRecovery.Recovered recovered,
            GroupListener<A> listener) {
        this.options = options;
        damages = recovered.damages().size();
        queue = new JournalQueue<>(options.bounds());
        segments = new SegmentLog(options, recovered, start.sealed());
        foundAtOpen = List.copyOf(recovered.damages());
        verifier = newVerifier();
        thread = new JournalThread<>(options, queue, segments, listener);
    }

    /**
     * Opens the journal of a directory, new or not: shows all records from an offset on, cuts a torn end, sets aside what
     * is damaged, and starts the thread.
     *
     * @param visitor is shown the records before this returns, on this thread
     * @param listener is told what becomes of appends
     * @throws StoreException TOO_NEW if a segment is of a later version, UNAVAILABLE if the directory cannot be read or
     *     repaired; damage is no reason to fail
     */
    public static <A> JournalOpening<A> open(
            JournalOptions options, JournalStart start, RecordVisitor visitor, GroupListener<A> listener) {
        JournalRecovery.Recovered recovered;
        try {
            createDirectory(options);
            recovered = new JournalRecovery(options, start.fromOffset(), visitor, true).recover(start.nextOffsetMin());
        } catch (IOException e) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE, "journal " + options.directory() + " cannot be opened: " + e, e);
        }
        Journal<A> journal = new Journal<>(options, start, recovered, listener);
        journal.thread.start();
        return new JournalOpening<>(
                journal,
                recovered.records(),
                recovered.cutBytes(),
                List.copyOf(recovered.damages()),
                recovered.sealed());
    }

    private static void createDirectory(JournalOptions options) throws IOException {
        options.files().createDirectory(options.directory());
        Path parent = options.directory().toAbsolutePath().getParent();
        if (parent != null) {
            options.files().forceDirectory(parent);
        }
    }

    /**
     * Gives a frame to the journal. Returns at once; the listener hears what becomes of it. The frame's bytes must not
     * change until then; its position and limit are left alone.
     *
     * @throws StoreException OVERLOADED if too much waits, TOO_LARGE if the frame is longer than any record, CLOSED
     */
    public void append(JournalEntry entry, ByteBuffer frame, A attachment) {
        if (frame.remaining() > JournalRecord.PAYLOAD_BYTES_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "frame has " + frame.remaining() + " bytes, expected at most " + JournalRecord.PAYLOAD_BYTES_MAX);
        }
        ByteBuffer payload = frame.slice();
        queue.offer(
                new JournalQueue.Waiting<>(entry, payload, Checksums.of(payload), attachment, null, System.nanoTime()));
    }

    /**
     * Writes and syncs a mark, in a new segment if the last write failed: whether the disk takes writes. The future fails
     * with a {@link StoreException} as an append would. Each costs 64 bytes and a sync; the caller limits how often.
     */
    public CompletableFuture<Void> probe() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        queue.offer(new JournalQueue.Waiting<>(null, NOTHING, 0, null, done, System.nanoTime()));
        return done;
    }

    /**
     * Deletes segments that hold only offsets below {@code sealedOffset}, oldest first, but keeps the last
     * {@code keepBytes} of them. Returns the bytes deleted.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses; what was not deleted is tried again next time
     */
    public long trim(long sealedOffset) {
        return delete(sealedOffset, options.bounds().keepBytes());
    }

    /** Like {@link #trim}, but keeps fewer bytes if so wanted. */
    public long trim(long sealedOffset, long keepBytesMax) {
        return delete(sealedOffset, Math.min(keepBytesMax, options.bounds().keepBytes()));
    }

    /** Like {@link #trim}, but keeps nothing for healing: for records whose bytes must go. */
    public long trimWholly(long sealedOffset) {
        return delete(sealedOffset, 0);
    }

    private long delete(long sealedOffset, long keepBytes) {
        try {
            return segments.trim(sealedOffset, keepBytes);
        } catch (IOException e) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE, "journal " + options.directory() + " cannot be trimmed: " + e, e);
        }
    }

    /**
     * Ends the segment being written, so that it can be trimmed once all of it is sealed. When the future is done, all
     * that was durable before this call lies in segments that are written no more. Fails as {@link #probe} does.
     */
    public CompletableFuture<Void> endSegment() {
        segments.endSegment();
        return probe();
    }

    /** Notes that a lane is sealed below an offset; the next segment's header repeats it, as a check at open. */
    public void sealed(int lane, long offset) {
        segments.sealed(lane, offset);
    }

    /**
     * The payload of a record, checked.
     *
     * @throws StoreException NOT_FOUND if its segment was trimmed, CORRUPT if the bytes are not what was written,
     *     UNAVAILABLE if they cannot be read
     */
    public byte[] read(JournalRecord record) {
        long segment = record.place().segment();
        Path path = options.directory().resolve(SegmentHeader.fileName(segment));
        try {
            if (!options.files().exists(path)) {
                throw new StoreException(FailureKind.NOT_FOUND, "journal segment " + path + " is not there any more");
            }
            ByteBuffer bytes = ByteBuffer.allocate(RecordHeader.BYTES + record.payloadBytes());
            try (StorageFile file = options.files().openForReading(path)) {
                file.readFully(bytes, record.place().position());
            }
            RecordHeader header = new RecordHeader(options.identity(), segment);
            byte[] payload = new byte[record.payloadBytes()];
            bytes.position(RecordHeader.BYTES).get(payload);
            if (!header.read(bytes, 0)
                    || header.offset != record.offset()
                    || header.payloadCrc != Checksums.of(payload, 0, payload.length)) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        "record " + record.offset() + " in " + path + " at byte "
                                + record.place().position() + " is not what was written");
            }
            return payload;
        } catch (IOException e) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE, "record " + record.offset() + " in " + path + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads the next segment from disk again and holds it against its checksums and its neighbours, whatever is written
     * meanwhile. One thread at a time; changes nothing. A segment is up to 64 MiB as a rule: the caller sees to the rate.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses
     */
    public synchronized JournalVerification verify() {
        try {
            JournalVerification found = verifier.next();
            damages += found.damages().size();
            return found;
        } catch (IOException e) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE, "journal " + options.directory() + " cannot be verified: " + e, e);
        }
    }

    /** Reads the journal again from its beginning, and knows only what was found at open. */
    JournalVerifier newVerifier() {
        return new JournalVerifier(options, segments, foundAtOpen);
    }

    /** The next offset to be handed out. */
    public long nextOffset() {
        return segments.nextOffset();
    }

    /** The journal now. */
    public JournalStatistics statistics() {
        return thread.statistics(damages);
    }

    /** Writes what waits, then closes. The listener has heard of every append when this returns. */
    @Override
    public void close() {
        queue.close();
        thread.awaitEnd();
    }
}
