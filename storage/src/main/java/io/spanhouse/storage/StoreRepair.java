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
 *       journal, and what came back is sealed.
 * </ol>
 *
 * <p>An SST with damaged chunks whose records nobody has any more stays where it is: its other rows go on being found, and
 * answers name the damage. Nothing is deleted. Used once.
 */
public final class StoreRepair {
    private final Appendable sink;
    private final LineOutput out;

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
        try (TraceStore store = TraceStore.open(StoreOptions.keepingEverything(directory))) {
            store.status().alarms().forEach(alarm -> out.line("found: " + alarm));
            store.settle();
        }
        return new StoreScrub(sink, 0).scrub(directory);
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
                out.line("cannot be saved: what is damaged in " + found.path() + ", of " + records
                        + ", is not in the journal any more; its other rows stay");
                continue;
            }
            Path quarantine = Files.createDirectories(
                    found.path().resolveSibling("..").normalize().resolve("quarantine"));
            Files.move(
                    found.path(),
                    quarantine.resolve(String.valueOf(found.path().getFileName())),
                    StandardCopyOption.ATOMIC_MOVE);
            out.line("set aside: " + found.path() + "; its " + records + " come back from the journal");
        }
    }
}
