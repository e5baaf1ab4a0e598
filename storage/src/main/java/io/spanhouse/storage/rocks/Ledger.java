package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All buckets of one partition, and what of them counts: <em>the data are the SSTs that are present and that no other
 * present SST covers</em>. A lane is sealed up to the greatest end of its SSTs. There is no list of files, no state file,
 * nothing that could say something else.
 *
 * <p>A change is one SST that comes in ({@link #commit}); SSTs that it covers count no more from that moment on. They are
 * deleted by {@link #sweep} when no view holds them, and a crash before that does not bring them back. Dropping a bucket
 * ({@link #drop}) is the same without an SST that comes in.
 *
 * <p>Any thread; changes take turns. Owns the buckets and closes them.
 */
public final class Ledger implements AutoCloseable {
    private final RocksEnvironment environment;
    private final Path directory;
    private final int partition;
    private final UUID journalSource;
    private final TreeMap<BucketId, Bucket> buckets = new TreeMap<>();
    private final Map<SstHeader.Place, StoredSst> live = new HashMap<>();
    private final Set<StoredSst> retired = new LinkedHashSet<>();
    private final Set<BucketId> dropping = new HashSet<>();
    private final Map<Integer, Long> lastSequence = new HashMap<>();
    /** By lane: where its oldest bucket begins in the journal. */
    private final Map<Integer, Long> starts = new HashMap<>();

    private final DamageList damages;
    private final SeenTracesBuilder seenTraces;
    private volatile SealedRanges ranges;
    private boolean closed;

    private Ledger(RocksEnvironment environment, Path directory, int partition, UUID journalSource) {
        this.environment = environment;
        this.directory = directory;
        this.partition = partition;
        this.journalSource = journalSource;
        damages = new DamageList(partition);
        seenTraces = new SeenTracesBuilder(this, environment);
        ranges = new SealedRanges(List.of(), journalSource, Map.of());
    }

    /**
     * Opens the buckets of a partition, ends what a crash left half done, and sets aside what is damaged.
     *
     * @param environment of the store; closed after this
     * @param directory where the partition's buckets lie; made if absent
     * @param partition number of the partition
     * @param journalSource the journal whose offsets count; SSTs of another hold data but seal nothing
     * @throws StoreException TOO_NEW if a later program wrote an SST; UNAVAILABLE if the disk refuses
     */
    public static Ledger open(RocksEnvironment environment, Path directory, int partition, UUID journalSource) {
        Ledger ledger = new Ledger(environment, directory, partition, journalSource);
        try {
            ledger.openBuckets();
            ledger.resolve();
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
        return ledger;
    }

    private void openBuckets() {
        Directories.create(directory);
        List<Path> paths = Directories.list(directory);
        SleepingAtStart sleeping = new SleepingAtStart(paths);
        for (Path path : paths) {
            if (BucketDirectory.isDropped(path)) {
                Directories.delete(path);
                continue;
            }
            BucketId id = BucketId.ofDirectory(Directories.name(path));
            if (id == null) {
                damages.add(new Damage(partition, Directories.name(path), "this is no bucket; it is left alone", 0));
                continue;
            }
            lastSequence.merge(id.lane(), id.sequence(), Math::max);
            BucketOpener opener = opener(id);
            // Directories come in the order of their sequence, so the first of a lane is its oldest.
            starts.putIfAbsent(id.lane(), opener.start());
            Bucket bucket = sleeping.has(id) ? opener.look() : null;
            bucket = bucket == null ? opener.open() : bucket;
            if (bucket != null) {
                buckets.put(id, bucket);
            }
            reportQuarantine(opener);
        }
    }

    /** What was set aside by an earlier open is named too, until an operator has removed it. */
    private void reportQuarantine(BucketOpener opener) {
        String name = opener.id().directoryName();
        long bytes = opener.directory().quarantinedBytes();
        if (bytes > 0 && !damages.has(name)) {
            damages.add(new Damage(partition, name, "damaged SSTs lie in its quarantine", bytes));
        }
    }

    private void resolve() {
        List<SstHeader> present = new ArrayList<>();
        buckets.values().forEach(bucket -> present.addAll(bucket.headers()));
        Set<SstHeader.Place> covered = Chains.covered(present);
        for (SstHeader header : present) {
            Bucket bucket = bucket(header.place().bucket());
            if (covered.contains(header.place())) {
                bucket.delete(header.place().block());
            } else {
                live.put(header.place(), new StoredSst(bucket, header));
            }
        }
        for (Bucket bucket : List.copyOf(buckets.values())) {
            if (bucket.headers().isEmpty() && bucket.quarantinedBytes() == 0) {
                buckets.remove(bucket.id());
                bucket.drop();
            }
        }
        ranges = rangesNow();
        for (JournalGap gap : ranges.gaps()) {
            damages.add(new Damage(
                    partition,
                    "lane " + gap.lane(),
                    "journal records " + gap.from() + " to " + gap.to() + " are in no block that is here",
                    0));
        }
    }

    /** Blocks that count, in the order of their generations; the ledger holds each until it is covered or dropped. */
    public synchronized List<StoredBlock> blocks() {
        return live.values().stream()
                .sorted(Comparator.<StoredSst>comparingLong(
                                sst -> sst.header().generations().first())
                        .thenComparing(sst -> sst.bucket().id())
                        .thenComparingLong(StoredSst::block))
                .flatMap(sst -> sst.blocks().stream())
                .collect(Collectors.toList());
    }

    /** Headers of the SSTs that count, also of those without spans. */
    public synchronized List<SstHeader> headers() {
        return live.values().stream().map(StoredSst::header).collect(Collectors.toList());
    }

    /** Records of a lane below this offset are in blocks, but for gaps. */
    public long sealed(int lane) {
        return ranges.sealed(lane);
    }

    /** Where an SST goes on from whose records end at an offset. */
    public long sealedBefore(int lane, long to) {
        return ranges.sealedBefore(lane, to);
    }

    /**
     * Where a replay begins: all records of the lanes below are in blocks.
     *
     * @param lanes the lanes that the journal has records of
     */
    public long replayFrom(int... lanes) {
        return ranges.replayFrom(lanes);
    }

    /** Whether a journal record needs no replay. */
    public boolean isSealed(int lane, long offset) {
        return ranges.isSealed(lane, offset);
    }

    /** Journal records that were in blocks which are lost. If the journal has them, replay and the next seal heal them. */
    public List<JournalGap> gaps() {
        return ranges.gaps();
    }

    /** Damage found since open. */
    public List<Damage> damages() {
        return damages.list();
    }

    /** Adds damage that somebody came upon; the same is named once. Whether it was not known before. */
    public boolean report(Damage damage) {
        return damages.add(damage);
    }

    /** The generation to number next; greater than that of any SST. */
    public synchronized long nextGeneration() {
        return live.values().stream()
                .mapToLong(sst -> sst.header().generations().last() + 1)
                .max()
                .orElse(1);
    }

    /** The greatest tick of any row, 0 if there is none. */
    public synchronized long lastTick() {
        return live.values().stream()
                .mapToLong(sst -> sst.header().times().tickMax())
                .max()
                .orElse(0);
    }

    /** The newest bucket of a lane, null if it has none. */
    public synchronized @Nullable BucketId newestBucket(int lane) {
        return buckets.keySet().stream()
                .filter(id -> id.lane() == lane && !dropping.contains(id))
                .reduce((older, newer) -> newer)
                .orElse(null);
    }

    /** Makes a new bucket of a lane, which the lane's SSTs go to from now on. */
    public synchronized BucketId newBucket(int lane) {
        requireOpen();
        BucketId id = new BucketId(lane, lastSequence.merge(lane, 1L, Long::sum));
        buckets.put(id, opener(id).create(sealed(lane)));
        return id;
    }

    /** Starts an SST in a bucket. */
    public synchronized SstWriter newSst(BucketId id, WriteThrough writeThrough) {
        requireOpen();
        return bucket(id).newSst(writeThrough);
    }

    /**
     * What a new SST covers if it replaces some others: them, and what they cover that is not deleted yet. Without the
     * latter, deleting the middle one first would bring the oldest back.
     */
    public synchronized List<SstHeader.Cover> covers(Collection<SstHeader> replaced) {
        Set<SstHeader.Cover> covers = new LinkedHashSet<>();
        Set<SstHeader.Cover> inherited = new HashSet<>();
        for (SstHeader header : replaced) {
            covers.add(
                    new SstHeader.Cover(header.place().bucket(), header.place().block()));
            inherited.addAll(header.covers());
        }
        for (StoredSst sst : retired) {
            SstHeader.Cover whole = new SstHeader.Cover(sst.bucket().id(), SstHeader.Cover.WHOLE_BUCKET);
            if (inherited.contains(sst.asCover()) || inherited.contains(whole)) {
                covers.add(sst.asCover());
            }
        }
        return List.copyOf(covers);
    }

    /**
     * Makes a finished SST count, and those that it covers no more. On disk when this returns.
     *
     * @throws StoreException UNAVAILABLE or CLOSED: then it does not count, now or after a restart
     */
    public synchronized LedgerChange commit(SstWriter writer) {
        requireOpen();
        Bucket bucket = bucket(writer.place().bucket());
        if (dropping.contains(bucket.id())) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE, writer.place() + " cannot come into a bucket that is being dropped");
        }
        StoredSst added = new StoredSst(bucket, bucket.ingest(writer));
        environment.openBuckets().makeRoom();
        live.put(added.header().place(), added);
        List<StoredSst> removed = new ArrayList<>();
        for (SstHeader.Cover cover : added.header().covers()) {
            removed.addAll(liveIn(cover));
        }
        return retire(List.of(added), removed);
    }

    /**
     * Takes a bucket out of the data; its directory goes with a later {@link #sweep}. The caller has seen to it that an SST
     * elsewhere keeps the lane's end, if the bucket has it: else its records would be replayed.
     */
    public synchronized LedgerChange drop(BucketId id) {
        requireOpen();
        bucket(id);
        dropping.add(id);
        starts.remove(id.lane());
        buckets.values().stream()
                .filter(bucket -> bucket.id().lane() == id.lane() && !dropping.contains(bucket.id()))
                .findFirst()
                .ifPresent(oldest -> starts.put(id.lane(), oldest.start()));
        return retire(List.of(), liveIn(new SstHeader.Cover(id, SstHeader.Cover.WHOLE_BUCKET)));
    }

    /**
     * Lets go of blocks that a change removed. Called once for each change, after the views that are made from now on are
     * without them.
     */
    public synchronized void release(LedgerChange change) {
        change.removed().stream().map(StoredBlock::sst).distinct().forEach(StoredSst::release);
    }

    /**
     * Deletes SSTs and buckets that nobody holds any more.
     *
     * @return how many could not go yet because somebody does
     */
    public synchronized int sweep() {
        requireOpen();
        for (StoredSst sst : List.copyOf(retired)) {
            if (sst.unused()) {
                if (!dropping.contains(sst.bucket().id())) {
                    sst.bucket().delete(sst.block());
                }
                retired.remove(sst);
            }
        }
        for (BucketId id : List.copyOf(dropping)) {
            if (retired.stream().noneMatch(sst -> sst.bucket().id().equals(id))) {
                Bucket bucket = bucket(id);
                buckets.remove(id);
                dropping.remove(id);
                bucket.drop();
            }
        }
        environment.openBuckets().makeRoom();
        return retired.size();
    }

    /**
     * Reads the traces of one bucket that does not know them yet and has so many blocks that asking each costs more, newest
     * bucket first.
     *
     * @return whether there was one
     */
    public boolean buildSeenTraces() {
        return seenTraces.step();
    }

    /** A bucket whose traces are to be read, with its SSTs, each acquired; null if there is none. */
    synchronized SeenTracesBuilder.@Nullable Task nextSeenTraces(Set<BucketId> excluded, int blocksMin) {
        requireOpen();
        Map<BucketId, List<StoredSst>> live = liveByBucket();
        for (Bucket bucket : buckets.descendingMap().values()) {
            List<StoredSst> ssts = live.getOrDefault(bucket.id(), List.of());
            int blocks = blocksOf(ssts).size();
            boolean wanted = mayEverSleep(bucket)
                    ? blocks > 0 && !bucket.seenIsKept()
                    : blocks >= blocksMin && !bucket.seen().knows();
            if (wanted && !excluded.contains(bucket.id())) {
                ssts.forEach(StoredSst::acquire);
                return new SeenTracesBuilder.Task(bucket, ssts);
            }
        }
        return null;
    }

    /** A bucket that may sleep one day is not to be woken for every trace that it does not have: what it has is written down. */
    private boolean mayEverSleep(Bucket bucket) {
        return buckets.size() > OpenBuckets.AT_START
                && !bucket.id().equals(newestBucket(bucket.id().lane()));
    }

    /** Gives a bucket what was read of its blocks, unless there are others by now; returns whether it has it. */
    synchronized boolean install(SeenTracesBuilder.Task task, SeenTraces built) {
        SstHeader.Cover whole = new SstHeader.Cover(task.bucket().id(), SstHeader.Cover.WHOLE_BUCKET);
        if (closed || !liveIn(whole).equals(task.ssts())) {
            return false;
        }
        task.bucket().seen().become(built);
        if (mayEverSleep(task.bucket())) {
            task.bucket().keepSeen();
        }
        return true;
    }

    /** Verifies some of an SST from disk; see {@link BlockVerifier#verify}. */
    public byte @Nullable [] verify(SstHeader.Place place, byte @Nullable [] from, long bytesMax) {
        StoredSst sst;
        synchronized (this) {
            sst = live.get(place);
            if (sst == null) {
                return null;
            }
            sst.acquire();
        }
        try {
            return sst.bucket().verify(sst.block(), from, bytesMax);
        } finally {
            sst.release();
        }
    }

    /** All buckets that count, by lane and sequence. */
    public synchronized List<BucketSummary> summaries() {
        List<BucketSummary> summaries = new ArrayList<>();
        Map<BucketId, List<StoredSst>> live = liveByBucket();
        for (Bucket bucket : buckets.values()) {
            if (!dropping.contains(bucket.id())) {
                summaries.add(BucketSummaries.of(bucket, live.getOrDefault(bucket.id(), List.of())));
            }
        }
        return summaries;
    }

    /** Bytes on disk of all buckets, quarantines included. */
    public synchronized long bytes() {
        return buckets.values().stream().mapToLong(Bucket::bytes).sum();
    }

    /** RocksDB's own figures. */
    public synchronized RocksFigures figures() {
        requireOpen();
        int awake = 0;
        int ssts = 0;
        long tableReaderBytes = 0;
        long memtableBytes = 0;
        for (Bucket bucket : buckets.values()) {
            awake += bucket.isAwake() ? 1 : 0;
            ssts += bucket.headers().size();
            tableReaderBytes += bucket.property("rocksdb.estimate-table-readers-mem");
            memtableBytes += bucket.property("rocksdb.cur-size-all-mem-tables");
        }
        return new RocksFigures(
                awake,
                ssts,
                tableReaderBytes,
                memtableBytes,
                environment.seenMemory().taken());
    }

    @Override
    public synchronized void close() {
        closed = true;
        buckets.values().forEach(Bucket::close);
    }

    private LedgerChange retire(List<StoredSst> added, List<StoredSst> removed) {
        for (StoredSst sst : removed) {
            live.remove(sst.header().place());
            retired.add(sst);
            if (sst.blocks().isEmpty()) {
                // Without blocks no view can hold it, and the change that is handed out does not name it.
                sst.release();
            }
        }
        ranges = rangesNow();
        return new LedgerChange(blocksOf(added), blocksOf(removed));
    }

    private static List<StoredBlock> blocksOf(List<StoredSst> ssts) {
        return ssts.stream().flatMap(sst -> sst.blocks().stream()).collect(Collectors.toList());
    }

    private List<StoredSst> liveIn(SstHeader.Cover cover) {
        return live.values().stream()
                .filter(sst -> sst.bucket().id().equals(cover.bucket())
                        && (cover.block() == SstHeader.Cover.WHOLE_BUCKET || cover.block() == sst.block()))
                .sorted(Comparator.comparingLong(StoredSst::block))
                .collect(Collectors.toList());
    }

    /** What counts of each bucket, by block. */
    private Map<BucketId, List<StoredSst>> liveByBucket() {
        return live.values().stream()
                .sorted(Comparator.comparingLong(StoredSst::block))
                .collect(Collectors.groupingBy(sst -> sst.bucket().id()));
    }

    private SealedRanges rangesNow() {
        return new SealedRanges(headers(), journalSource, starts);
    }

    private Bucket bucket(BucketId id) {
        Bucket bucket = buckets.get(id);
        if (bucket == null) {
            throw new IllegalArgumentException("partition " + partition + " has no " + id);
        }
        return bucket;
    }

    private BucketOpener opener(BucketId id) {
        return new BucketOpener(environment, partition, id, directory.resolve(id.directoryName()), this::report);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(FailureKind.CLOSED, "partition " + partition + " is closed");
        }
    }
}
