package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.Head;
import io.spanhouse.storage.head.HeadOptions;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.OlderTraces;
import io.spanhouse.storage.head.SealedPlaces;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.rocks.ChunkCache;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.RocksEnvironment;
import io.spanhouse.storage.rocks.StoreIdentity;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store of one partition around the real head, ledger and maintenance: its journal is a list in memory that outlives
 * {@link #crash}, its view a list of blocks. Project p is in lane p mod 2.
 */
final class SmallStore implements MaintainedPartition, DeletedProjects, AutoCloseable {
    static final UUID JOURNAL = new UUID(3, 4);
    private static final long MEBIBYTE = 1 << 20;

    final TestClock clock = new TestClock();
    final Set<Integer> deleted = new HashSet<>();
    /** Which fragments of a block are dead. */
    Function<StoredBlock, BitSet> dead = block -> new BitSet();

    Room room = Room.ENOUGH;
    EventErasure erasure = EventErasure.NONE;
    final List<String> dropped = new ArrayList<>();
    private Path directory;
    private final MaintenanceOptions options;
    private final BlockBuilding building;
    private final Function<StoredBlock, List<String>> reader;
    private final List<JournalEntry> journal = new ArrayList<>();
    private CommitStep.Listener steps = CommitStep.Listener.NONE;
    private long nextOffset = 1;
    private RocksEnvironment environment;
    private Ledger ledger;
    private Head head;
    private Maintenance maintenance;
    private List<StoredBlock> view = List.of();

    record JournalEntry(long offset, int project, SpanBatch batch, long receiptMillis) {}

    /** A store of blocks of texts. */
    SmallStore(Path directory, MaintenanceOptions options) {
        this(directory, options, new TextBlocks(), TextBlocks::read);
    }

    /** A store of blocks in columns. */
    static SmallStore columnar(Path directory, MaintenanceOptions options) {
        return new SmallStore(directory, options, new ColumnarBlocks(), ColumnarTexts::read);
    }

    private SmallStore(
            Path directory,
            MaintenanceOptions options,
            BlockBuilding building,
            Function<StoredBlock, List<String>> reader) {
        this.building = building;
        this.reader = reader;
        this.directory = directory;
        this.options = options;
        open();
    }

    static MaintenanceOptions options() {
        return new MaintenanceOptions(
                Duration.ofDays(1).toMillis(),
                Duration.ofDays(30).toMillis(),
                Long.MAX_VALUE,
                new MaintenanceOptions.Merging(8, 16, 8_000_000),
                0);
    }

    private void open() {
        environment = new RocksEnvironment(
                new StoreIdentity(new UUID(1, 2), 1, 5),
                new ChunkCache(8 * MEBIBYTE),
                MEBIBYTE,
                (step, bucket) -> steps.reached(step, bucket));
        ledger = Ledger.open(environment, directory, 0, JOURNAL);
        view = ledger.blocks();
        head = new Head(
                new HeadOptions(8 * MEBIBYTE, Duration.ofMinutes(10).toNanos(), 0, 64 * MEBIBYTE),
                clock,
                OlderTraces.NONE,
                ledger.nextGeneration());
        maintenance = new Maintenance(new Maintenance.Setup(
                List.of(this),
                options,
                building,
                this,
                new Erasing(),
                bytes -> room.require(bytes),
                new Listener(),
                clock,
                () -> false));
        for (JournalEntry entry : journal) {
            if (!ledger.isSealed(lane(entry.project()), entry.offset()) && !deleted.contains(entry.project())) {
                insert(entry);
            }
        }
        head.publish();
    }

    /** The process ends and another one opens what is on disk. */
    void crash() {
        steps = CommitStep.Listener.NONE;
        close();
        open();
    }

    /** What a process would leave behind that ended now: its files, and what its journal and its list of deletions say. */
    record Image(Path directory, List<JournalEntry> journal, Set<Integer> deleted) {}

    /** Copies what is there now into a new directory. */
    Image image(Path into) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, into.resolve(directory.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Image(into, List.copyOf(journal), Set.copyOf(deleted));
    }

    /** The process ended when the image was made. */
    void crashInto(Image image) {
        steps = CommitStep.Listener.NONE;
        close();
        directory = image.directory();
        journal.clear();
        journal.addAll(image.journal());
        deleted.clear();
        deleted.addAll(image.deleted());
        open();
    }

    void onStep(CommitStep.Listener listener) {
        steps = listener;
    }

    Maintenance maintenance() {
        return maintenance;
    }

    static int lane(int project) {
        return project % 2;
    }

    void append(int project, SpanBatch batch) {
        JournalEntry entry = new JournalEntry(nextOffset++, project, batch, clock.epochMillis());
        journal.add(entry);
        insert(entry);
        head.publish();
    }

    private void insert(JournalEntry entry) {
        head.insert(
                entry.project(),
                lane(entry.project()),
                entry.batch(),
                entry.offset(),
                entry.offset(),
                entry.receiptMillis());
    }

    /** Makes what is in the head blocks. */
    void seal() {
        closeHead();
        maintenance.sealNow();
    }

    /** Texts of all spans that a query would see, sorted. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(headTexts());
        for (StoredBlock block : view) {
            if (!deleted.contains(block.project())) {
                texts.addAll(reader.apply(block));
            }
        }
        texts.sort(null);
        return texts;
    }

    private List<String> headTexts() {
        List<String> texts = new ArrayList<>();
        for (HeadSnapshot.Part part : head.snapshot().parts()) {
            for (int row = 0; row < part.rowCount(); row++) {
                if (!deleted.contains(part.generation().project(row))) {
                    texts.add(SpanText.render(part.generation(), row));
                }
            }
        }
        return texts;
    }

    List<StoredBlock> view() {
        return view;
    }

    @Override
    public int number() {
        return 0;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public UUID journalSource() {
        return JOURNAL;
    }

    @Override
    public @Nullable Generation nextToSeal() {
        return head.nextToSeal();
    }

    @Override
    public void sealed(Generation generation, LedgerChange change) {
        replaced(change);
        head.sealed(generation, new Nowhere());
    }

    @Override
    public void replaced(LedgerChange change) {
        List<StoredBlock> next = new ArrayList<>(view);
        next.removeAll(change.removed());
        next.addAll(change.added());
        view = next;
    }

    @Override
    public BitSet dead(StoredBlock block) {
        return dead.apply(block);
    }

    @Override
    public void closeHead() {
        head.forceClose();
        head.publish();
    }

    @Override
    public JournalStep verifyJournal() {
        return new JournalStep(0, 0, true);
    }

    @Override
    public void lost(String what) {
        dropped.add(what);
    }

    @Override
    public int[] lanes() {
        return new int[] {0, 1};
    }

    @Override
    public long emptyBelow() {
        return head.snapshot().parts().isEmpty() ? nextOffset : 0;
    }

    @Override
    public void endJournalSegment() {}

    @Override
    public boolean trimJournalWholly() {
        journal.removeIf(entry -> ledger.isSealed(lane(entry.project()), entry.offset()));
        return journal.isEmpty();
    }

    @Override
    public Set<Integer> pending() {
        return Set.copyOf(deleted);
    }

    @Override
    public void erased(int project) {
        dropped.add("project " + project);
        deleted.remove(project);
    }

    @Override
    public void close() {
        maintenance.close();
        ledger.close();
        environment.close();
    }

    private final class Listener implements MaintenanceListener {
        @Override
        public void dropped(int partition, io.spanhouse.storage.rocks.BucketSummary bucket, String why) {
            dropped.add(bucket.id() + ": " + why);
        }
    }

    /** Whatever a test says at the time. */
    private final class Erasing implements EventErasure {
        @Override
        public boolean any(int project) {
            return erasure.any(project);
        }

        @Override
        public String eventName() {
            return erasure.eventName();
        }

        @Override
        public Rows of(int project, SpanRows rows) {
            return erasure.of(project, rows);
        }
    }

    /** Nobody asks where fragments went. */
    private static final class Nowhere implements SealedPlaces {
        private final Map<Integer, FragmentSource> sources = new HashMap<>();

        @Override
        public FragmentSource source(int project) {
            return sources.computeIfAbsent(project, absent -> new FragmentSource() {});
        }

        @Override
        public long bucket(int project) {
            return 1;
        }
    }
}
