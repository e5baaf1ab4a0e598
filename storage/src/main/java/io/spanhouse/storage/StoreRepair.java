package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.BucketSurvey;
import io.spanhouse.storage.rocks.SstFile;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Saves what can be saved of a damaged store that nobody has open, and says what cannot. In this order:
 *
 * <ol>
 *   <li>Who the store is, from the header of any SST, if both copies of that are lost.
 *   <li>The numbers of projects, from all headers, under new names, if both copies of that are lost.
 *   <li>SSTs with damaged chunks whose records the journal still has are set aside: those records come back whole.
 *   <li>The store is opened, which makes RocksDB's lists anew, sets aside SSTs without a readable header and replays the
 *       journal.
 *   <li>Of SSTs with damaged chunks whose records nobody has any more, what can be read is put into new ones: row groups that
 *       are whole, of others the traces that can be read, without the attributes whose columns are damaged. What is lost is
 *       said, span by span where that can be known, and written down: answers name it until retention would have dropped it.
 *   <li>What came back is sealed, and journals with damage in them, all of which is in blocks by then, begin anew; the damaged
 *       bytes are in the journal's {@code quarantine}.
 * </ol>
 *
 * <p>Nothing is deleted: damaged SSTs are in their bucket's {@code quarantine} afterwards. Used once.
 */
public final class StoreRepair {
    private final Appendable sink;
    private final LineOutput out;
    private final List<SstHeader.Place> toSave = new ArrayList<>();

    /** @param out is told what was done and what is left */
    public StoreRepair(Appendable out) {
        sink = out;
        this.out = new LineOutput(out);
    }

    /**
     * Repairs a store.
     *
     * @return how much damage is left
     * @throws StoreException CORRUPT if nothing says who the store is; UNAVAILABLE if a program has it open
     */
    public int repair(Path directory) {
        try {
            restoreIdentity(directory);
            restoreProjects(directory);
            setAsideWhatTheJournalHas(directory);
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, directory + " cannot be repaired: " + e, e);
        }
        try (LocalTraceStore store = StoreOpening.open(StoreOptions.keepingEverything(directory), StoreObserver.NONE)) {
            store.status().alarms().forEach(alarm -> out.line("found: " + alarm));
            toSave.forEach(place -> save(store, place));
            store.settle();
            store.leaveDamagedJournals();
        }
        return new StoreScrub(sink, 0).scrub(directory);
    }

    private void save(LocalTraceStore store, SstHeader.Place place) {
        List<String> lost = store.salvage(place);
        lost.forEach(sentence -> out.line("cannot be saved: " + sentence));
        out.line("saved: what can be read of " + place
                + (lost.isEmpty() ? ", which is all of it" : ", which is all but that"));
    }

    private void restoreIdentity(Path directory) throws IOException {
        try {
            StoreDirectory.identityOf(directory);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT && e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            StoreIdentity found = identityInBlocks(directory);
            if (found == null) {
                throw new StoreException(
                        FailureKind.CORRUPT, e.getMessage() + "; no block says who the store is either", e);
            }
            StoreDirectory.restoreIdentity(directory, found);
            out.line("who the store is was lost; the blocks say that it is " + found.storeId());
        }
    }

    private static @Nullable StoreIdentity identityInBlocks(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(StoreRepair::isSst).sorted().toList()) {
                try (SstFile sst = SstFile.open(file)) {
                    return sst.header().place().store();
                } catch (StoreException e) {
                    if (e.kind() == FailureKind.UNAVAILABLE) {
                        throw e;
                    }
                    // This one is damaged; the next may not be.
                }
            }
        }
        return null;
    }

    private static boolean isSst(Path file) {
        return file.toString().endsWith(".sst");
    }

    private void restoreProjects(Path directory) throws IOException {
        Set<Integer> numbers = new TreeSet<>();
        for (SstHeader header : headers(directory)) {
            header.contents().forEach(content -> numbers.add(content.project()));
        }
        int last = numbers.isEmpty() ? 0 : new TreeSet<>(numbers).last();
        try {
            ProjectRegistry.open(StoreDirectory.projects(directory), last, false);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            ProjectRegistry.restore(StoreDirectory.projects(directory), numbers);
            out.line(
                    "the names of projects were lost; their spans are now in projects recovered-N, N being " + numbers);
        }
    }

    private static List<SstHeader> headers(Path directory) {
        List<SstHeader> headers = new ArrayList<>();
        for (BucketSurvey.Found found : files(directory)) {
            SstHeader header = found.header();
            if (header != null) {
                headers.add(header);
            }
        }
        return headers;
    }

    private static List<BucketSurvey.Found> files(Path directory) {
        StoreIdentity identity = StoreDirectory.identityOf(directory);
        List<BucketSurvey.Found> files = new ArrayList<>();
        for (int partition = 0; partition < identity.partitions(); partition++) {
            files.addAll(survey(directory, partition, identity.storeId()).files());
        }
        return files;
    }

    private static BucketSurvey survey(Path directory, int partition, UUID store) {
        return new BucketSurvey(StoreDirectory.buckets(directory, partition), store);
    }

    private void setAsideWhatTheJournalHas(Path directory) throws IOException {
        for (BucketSurvey.Found found : files(directory)) {
            SstHeader header = found.header();
            if (header == null || SstScan.damages(found.path()).isEmpty()) {
                continue;
            }
            int partition = header.place().partition();
            long oldest = SstScan.oldestRecord(StoreDirectory.journal(directory, partition));
            SstHeader.Journal journal = header.journal();
            String records = "journal records " + journal.from() + " to " + (journal.to() - 1);
            if (oldest == 0 || oldest > Math.max(1, journal.from())) {
                out.line("damaged: " + found.path() + "; its " + records + " are not in the journal any more");
                Files.createLink(
                        quarantine(found.path())
                                .resolve(String.valueOf(found.path().getFileName())),
                        found.path());
                toSave.add(header.place());
                continue;
            }
            Path quarantine = quarantine(found.path());
            Files.move(
                    found.path(),
                    quarantine.resolve(String.valueOf(found.path().getFileName())),
                    StandardCopyOption.ATOMIC_MOVE);
            out.line("set aside: " + found.path() + "; its " + records + " come back from the journal");
        }
    }

    /** Where damaged SSTs of a bucket are set aside. */
    private static Path quarantine(Path sst) throws IOException {
        return Files.createDirectories(sst.resolveSibling("..").normalize().resolve("quarantine"));
    }
}
