package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the buckets of a partition, as the headers of the SSTs say it, found without opening a database and without
 * changing anything: what the {@link Ledger} would find, for looking at. A program that runs may add and remove SSTs
 * meanwhile; one that is gone when its turn comes is left out. Immutable.
 */
public final class BucketSurvey {
    private final List<Found> files = new ArrayList<>();
    private final List<Path> leftovers = new ArrayList<>();
    private final Map<Integer, Long> starts = new HashMap<>();
    private final Set<SstHeader.Place> covered;
    private final SealedRanges ranges;

    /**
     * An SST that was found.
     *
     * @param bucket its bucket
     * @param path its file
     * @param bytes bytes of the file
     * @param header what it says of itself, null if that cannot be read
     * @param problem why not
     */
    public record Found(
            BucketId bucket,
            Path path,
            long bytes,
            @Nullable SstHeader header,
            String problem) {}

    /** Looks at the buckets in a directory. */
    public BucketSurvey(Path buckets, UUID journalSource) {
        for (Path path : Directories.list(buckets)) {
            BucketId id = BucketId.ofDirectory(Directories.name(path));
            if (id == null) {
                leftovers.add(path);
                continue;
            }
            BucketDirectory directory = new BucketDirectory(path);
            starts.putIfAbsent(id.lane(), BucketStart.read(path, journalSource, id));
            for (Path file : BucketDirectory.ssts(directory.database())) {
                add(id, file);
            }
            for (Path beside : Directories.list(path)) {
                boolean isEmptyTemporary = beside.equals(directory.temporary())
                        && Directories.list(beside).isEmpty();
                if (!beside.equals(directory.database())
                        && !isEmptyTemporary
                        && !BucketStart.is(beside)
                        && !SeenFile.is(beside)) {
                    leftovers.add(beside);
                }
            }
        }
        List<SstHeader> headers = headers();
        covered = Chains.covered(headers);
        headers.removeIf(header -> covered.contains(header.place()));
        ranges = new SealedRanges(headers, journalSource, starts);
    }

    private void add(BucketId bucket, Path path) {
        long bytes = Directories.size(path);
        try (SstFile file = SstFile.open(path)) {
            files.add(new Found(bucket, path, bytes, file.header(), ""));
        } catch (StoreException e) {
            boolean isGone = e.kind() == FailureKind.UNAVAILABLE && !Files.exists(path);
            if (!isGone) {
                files.add(new Found(bucket, path, bytes, null, String.valueOf(e.getMessage())));
            }
        }
    }

    private List<SstHeader> headers() {
        List<SstHeader> headers = new ArrayList<>();
        for (Found file : files) {
            SstHeader header = file.header();
            if (header != null) {
                headers.add(header);
            }
        }
        return headers;
    }

    /** SSTs, by bucket and file name. */
    public List<Found> files() {
        return files;
    }

    /** What lies there beside: quarantines, SSTs half written, buckets on their way out, what is none of ours. */
    public List<Path> leftovers() {
        return leftovers;
    }

    /** Whether another SST replaces this one, so that it counts no more. */
    public boolean isCovered(SstHeader header) {
        return covered.contains(header.place());
    }

    /** By lane: journal records below this offset are in blocks, but for gaps. Lanes that have none are left out. */
    public SortedMap<Integer, Long> sealed() {
        SortedMap<Integer, Long> sealed = new TreeMap<>();
        for (int lane = 0; lane <= BucketId.LANE_MAX; lane++) {
            if (ranges.sealed(lane) > 0) {
                sealed.put(lane, ranges.sealed(lane));
            }
        }
        return sealed;
    }

    /** Records of any lane below this offset are in blocks, but for gaps: the journal need not have them any more. */
    public long sealedBelow() {
        return sealed().values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Journal records that were in blocks which are lost. */
    public List<JournalGap> gaps() {
        return ranges.gaps();
    }
}
