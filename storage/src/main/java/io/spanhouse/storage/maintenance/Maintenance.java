package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.rocks.BucketSummary;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * All maintenance of one store, on two threads: one makes blocks of closed generations, because ingest waits for that when
 * memory is short; the other merges, drops, erases and verifies, one bounded piece after the other.
 *
 * <p>What fails is tried again, at last once a minute, and is told in {@link #figures}. Closed before the partitions are.
 */
public final class Maintenance implements AutoCloseable {
    private final List<MaintainedPartition> partitions;
    private final List<Sealer> sealers = new ArrayList<>();
    private final List<Merger> mergers = new ArrayList<>();
    private final List<Scrubber> scrubbers = new ArrayList<>();
    private final List<Salvager> salvagers = new ArrayList<>();
    private final Retention retention;
    private final Erasures erasures;
    private final EventErasures eventErasures;
    private final RetentionClock retentionClock;
    private final MaintenanceCounters counters = new MaintenanceCounters();
    private final Attempts sealAttempts;
    private final Attempts upkeepAttempts;
    private final Worker sealing;
    private final Worker upkeep;
    private final BooleanSupplier further;
    private volatile long pendingDeletes;
    private boolean started;

    /**
     * What maintenance works with.
     *
     * @param partitions all partitions of the store
     * @param options limits
     * @param building makes blocks
     * @param deleted projects to erase
     * @param erasure events to erase
     * @param room whether there is room for a rewrite
     * @param listener hears of drops and failures
     * @param clock time
     * @param further what else is to be done now and then; says whether there is more to do at once
     */
    public record Setup(
            List<MaintainedPartition> partitions,
            MaintenanceOptions options,
            BlockBuilding building,
            DeletedProjects deleted,
            EventErasure erasure,
            Room room,
            MaintenanceListener listener,
            StoreClock clock,
            BooleanSupplier further) {
        /** No events to erase, room enough, nothing else to do. */
        public Setup(
                List<MaintainedPartition> partitions,
                MaintenanceOptions options,
                BlockBuilding building,
                DeletedProjects deleted,
                MaintenanceListener listener,
                StoreClock clock) {
            this(partitions, options, building, deleted, EventErasure.NONE, Room.ENOUGH, listener, clock, () -> false);
        }
    }

    /** Does nothing by itself before {@link #start}. */
    public Maintenance(Setup setup) {
        partitions = List.copyOf(setup.partitions());
        retentionClock = new RetentionClock(setup.clock(), lastRetentionMillis());
        MaintenanceParts parts = new MaintenanceParts(
                setup.options(),
                setup.building(),
                setup.deleted(),
                setup.erasure(),
                setup.room(),
                setup.listener(),
                setup.clock(),
                retentionClock,
                counters);
        List<Eraser> erasers = new ArrayList<>();
        for (MaintainedPartition partition : partitions) {
            sealers.add(new Sealer(partition, parts));
            mergers.add(new Merger(partition, parts));
            erasers.add(new Eraser(partition, parts));
            scrubbers.add(new Scrubber(partition, parts));
            salvagers.add(new Salvager(partition, counters));
        }
        retention = new Retention(partitions, parts);
        further = setup.further();
        sealAttempts = new Attempts(setup.clock(), setup.listener(), counters);
        upkeepAttempts = new Attempts(setup.clock(), setup.listener(), counters);
        sealing = new Worker("spanhouse-seal", this::sealStep);
        upkeep = new Worker("spanhouse-upkeep", this::upkeepStep);
        Runnable sealAll = () -> sealing.runNow(() -> {
            sealEverything();
            sealers.forEach(Sealer::sealNothing);
        });
        erasures = new Erasures(partitions, erasers, parts, sealAll);
        eventErasures = new EventErasures(partitions, parts, sealAll);
    }

    private long lastRetentionMillis() {
        return partitions.stream()
                .flatMap(partition -> partition.ledger().summaries().stream())
                .mapToLong(BucketSummary::retentionMillis)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Starts the threads. */
    public synchronized void start() {
        if (!started) {
            started = true;
            sealing.start();
            upkeep.start();
        }
    }

    /** A generation is ready to be sealed. */
    public void wakeSealing() {
        sealing.wake();
    }

    /** A project is to be erased, or views let go of blocks. */
    public void wakeUpkeep() {
        upkeep.wake();
    }

    /**
     * Does everything that there is to do, on this thread: closes and seals the heads, erases, drops, merges, deletes.
     *
     * @throws io.spanhouse.storage.model.StoreException the first failure; the rest is left for later
     */
    public void settle() {
        upkeep.runNow(() -> {
            partitions.forEach(MaintainedPartition::closeHead);
            sealing.runNow(this::sealEverything);
            eventErasures.beginNow();
            boolean more;
            do {
                more = erasures.step(sweep() == 0);
                more |= eventErasures.step(true);
                more |= retention.step();
                for (Merger merger : mergers) {
                    more |= merger.step(true);
                }
            } while (more);
            sweep();
        });
    }

    /** Seals what is closed, on this thread, and leaves everything else alone. */
    public void sealNow() {
        sealing.runNow(this::sealEverything);
    }

    /** Writes every block anew, on this thread, without what is dead: for a look at what that wins, and for tests. */
    public void rewriteAll() {
        upkeep.runNow(() -> {
            mergers.forEach(Merger::rewriteAll);
            sweep();
        });
    }

    /** Verifies every block and the journals from disk, on this thread. */
    public void verifyAll() {
        upkeep.runNow(() -> scrubbers.forEach(Scrubber::verifyAll));
    }

    /**
     * Puts what can be read of a damaged SST into a new one, on this thread. Other work must not have replaced it meanwhile.
     *
     * @return what is lost, one sentence each
     */
    public List<String> salvage(SstHeader.Place place) {
        List<String> lost = new ArrayList<>();
        upkeep.runNow(() -> lost.addAll(salvagers.get(place.partition()).save(place)));
        return lost;
    }

    /** What was done so far. */
    public MaintenanceFigures figures() {
        return counters.figures(pendingDeletes);
    }

    /** Ends the threads after the pieces of work at hand. */
    @Override
    public void close() {
        upkeep.close();
        sealing.close();
    }

    private void sealEverything() {
        for (Sealer sealer : sealers) {
            boolean more;
            do {
                more = sealer.step();
            } while (more);
        }
    }

    private boolean sealStep() {
        boolean did = false;
        for (int i = 0; i < sealers.size(); i++) {
            did |= sealAttempts.attempt(partitions.get(i).number(), "seal", sealers.get(i)::step);
        }
        return did;
    }

    private boolean upkeepStep() {
        // Read often, so that it follows the wall clock also when nothing else asks for it.
        retentionClock.millis();
        boolean did = upkeepAttempts.attempt(0, "erase", () -> erasures.step(sweep() == 0));
        did |= upkeepAttempts.attempt(0, "erase events", () -> eventErasures.step(false));
        did |= upkeepAttempts.attempt(0, "drop", retention::step);
        did |= upkeepAttempts.attempt(0, "further", further);
        for (int i = 0; i < mergers.size(); i++) {
            int number = partitions.get(i).number();
            Merger merger = mergers.get(i);
            did |= upkeepAttempts.attempt(number, "merge", () -> merger.step(false));
            did |= upkeepAttempts.attempt(
                    number, "know traces", partitions.get(i).ledger()::buildSeenTraces);
            Scrubber scrubber = scrubbers.get(i);
            upkeepAttempts.attempt(number, "verify", () -> {
                scrubber.step();
                return false;
            });
        }
        return did;
    }

    private int sweep() {
        int held = 0;
        for (MaintainedPartition partition : partitions) {
            held += partition.ledger().sweep();
        }
        pendingDeletes = held;
        return held;
    }
}
