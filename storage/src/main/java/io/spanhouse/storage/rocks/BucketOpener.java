package io.spanhouse.storage.rocks;

import io.spanhouse.storage.rocks.SstInspector.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens buckets without believing RocksDB's list of its files.
 *
 * <p>RocksDB deletes at open what its MANIFEST does not name, so an old MANIFEST would destroy newer blocks; and one bad
 * SST keeps the whole directory from opening. Therefore the directory is opened read-only first, which deletes nothing,
 * and compared with the files that are there and with their headers. If all agree it is opened for writing, 5 ms
 * altogether. If not, a new directory is made from hard links of every SST whose header verifies; the others are set
 * aside and named. Damage is then one SST and not one bucket.
 */
final class BucketOpener {
    private static final Logger LOG = LoggerFactory.getLogger(BucketOpener.class);

    private final RocksEnvironment environment;
    private final int partition;
    private final BucketId id;
    private final BucketDirectory directory;
    private final Consumer<Damage> damages;
    private final SstInspector inspector;

    BucketOpener(RocksEnvironment environment, int partition, BucketId id, Path directory, Consumer<Damage> damages) {
        this.environment = environment;
        this.partition = partition;
        this.id = id;
        this.directory = new BucketDirectory(directory);
        this.damages = damages;
        inspector = new SstInspector(environment, partition, id);
    }

    /**
     * Makes a new bucket.
     *
     * @param laneEnd end of the lane now
     */
    Bucket create(long laneEnd) {
        directory.create();
        BucketStart.write(directory.root(), environment.identity().storeId(), id, laneEnd);
        environment.steps().reached(CommitStep.BUCKET_CREATED, id);
        return new Bucket(environment, this, openForWriting(List.of()));
    }

    BucketId id() {
        return id;
    }

    /** Where in the journal it begins, {@link BucketStart#UNKNOWN} if that cannot be known. */
    long start() {
        return BucketStart.read(directory.root(), environment.identity().storeId(), id);
    }

    /** Names damage that somebody came upon in the bucket. */
    void report(String found) {
        damages.accept(new Damage(partition, id.directoryName(), found, 0));
    }

    int partition() {
        return partition;
    }

    BucketDirectory directory() {
        return directory;
    }

    /** Opens a bucket that is there; null if nothing is in it, its directory is then gone unless damage lies in it. */
    @Nullable
    Bucket open() {
        directory.tidy();
        Opened opened = openWhatIsThere();
        if (opened == null) {
            removeEmpty();
            return null;
        }
        return new Bucket(environment, this, opened);
    }

    /**
     * Looks at a bucket that is there without opening its database: at the files that lie there, and at what they say of
     * themselves. What RocksDB's own list says of them is compared when the bucket is first read.
     *
     * @return null if there is nothing or anything is not as it should be, so that it must be {@link #open opened}
     */
    @Nullable
    Bucket look() {
        if (directory.isUnderRepair()) {
            return null;
        }
        Map<Long, Path> files = new HashMap<>();
        List<SstHeader> headers = new ArrayList<>();
        for (Path file : BucketDirectory.ssts(directory.database())) {
            SstHeader header = inspector.inspect(file).header();
            if (header == null || files.putIfAbsent(header.place().block(), file) != null) {
                return null;
            }
            headers.add(header);
        }
        if (headers.isEmpty()) {
            return null;
        }
        directory.tidy();
        return new Bucket(environment, this, new Asleep(headers, files));
    }

    /** Opens the bucket once more, after its handle was closed; it may be empty. */
    Opened openAgain() {
        Opened opened = openWhatIsThere();
        return opened == null ? openForWriting(List.of()) : opened;
    }

    private @Nullable Opened openWhatIsThere() {
        List<Path> files = BucketDirectory.ssts(directory.database());
        if (files.isEmpty()) {
            return null;
        }
        Map<String, SstHeader> named = openReadOnly();
        if (named != null && namesAllThatCounts(named, files)) {
            return openForWriting(new ArrayList<>(named.values()));
        }
        List<SstHeader> good = rebuild(files);
        return good.isEmpty() ? null : openForWriting(good);
    }

    private void removeEmpty() {
        if (directory.quarantinedBytes() == 0) {
            Directories.delete(directory.root());
        } else {
            Directories.delete(directory.database());
        }
    }

    /** Headers by file name as the MANIFEST has it; null if it or one of its files is not to be believed. */
    private @Nullable Map<String, SstHeader> openReadOnly() {
        Map<String, SstHeader> named = new HashMap<>();
        try (RocksDB database =
                RocksDB.openReadOnly(environment.options(), directory.database().toString())) {
            for (LiveFileMetaData file : database.getLiveFilesMetaData()) {
                Path path = directory.database().resolve(file.fileName().replace("/", ""));
                long block = SstKeys.block(file.largestKey());
                byte[] bytes = database.get(environment.readOptions(), SstKeys.header(block));
                if (bytes == null) {
                    return disbelieve("its " + file.fileName() + " has no header");
                }
                Inspection inspection = inspector.check(path, block, bytes);
                if (inspection.header() == null) {
                    return disbelieve(inspection.problem());
                }
                named.put(Directories.name(path), inspection.header());
            }
            return named;
        } catch (RocksDBException e) {
            return disbelieve(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Map<String, SstHeader> disbelieve(String problem) {
        damages.accept(new Damage(
                partition,
                id.directoryName(),
                "it did not open and is rebuilt from the SSTs that are there: " + problem,
                0));
        return null;
    }

    /** Whether every file that the MANIFEST does not name is a leftover: an SST whose deletion a crash cut short. */
    private boolean namesAllThatCounts(Map<String, SstHeader> named, List<Path> files) {
        Set<SstHeader.Cover> covered = new HashSet<>();
        named.values().forEach(header -> covered.addAll(header.covers()));
        for (Path file : files) {
            if (named.containsKey(Directories.name(file))) {
                continue;
            }
            SstHeader header = inspector.inspect(file).header();
            if (header == null
                    || !covered.contains(new SstHeader.Cover(id, header.place().block()))) {
                LOG.warn("Partition {} {} has {}, which its MANIFEST does not name", partition, id, file.getFileName());
                return false;
            }
        }
        return true;
    }

    private List<SstHeader> rebuild(List<Path> files) {
        Map<Long, Inspection> good = new HashMap<>();
        for (Path file : files) {
            Inspection inspection = inspector.inspect(file);
            SstHeader header = inspection.header();
            if (header == null) {
                setAside(file, inspection.problem());
            } else if (good.putIfAbsent(header.place().block(), inspection) != null) {
                setAside(file, "block " + header.place().block() + " is there twice");
            }
        }
        Path copy = directory.copy();
        Directories.create(copy);
        try (RocksDB database = RocksDB.open(environment.options(), copy.toString())) {
            for (Inspection inspection : good.values()) {
                Path link = directory.temporary().resolve(Directories.name(inspection.file()));
                Files.createLink(link, inspection.file());
                database.ingestExternalFile(List.of(link.toString()), environment.ingestOptions());
            }
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not rebuild " + id, e);
        } catch (IOException e) {
            throw Directories.failed("rebuild " + id, e);
        }
        environment.steps().reached(CommitStep.BUCKET_COPIED, id);
        directory.replaceDatabase();
        LOG.warn("Partition {} {} was rebuilt from {} of {} SSTs", partition, id, good.size(), files.size());
        List<SstHeader> headers = new ArrayList<>();
        for (Inspection inspection : good.values()) {
            SstHeader header = inspection.header();
            if (header != null) {
                headers.add(header);
            }
        }
        return headers;
    }

    private void setAside(Path file, String problem) {
        long bytes = Directories.size(file);
        Path target = directory.quarantine(file);
        damages.accept(new Damage(
                partition,
                id.directoryName(),
                "SST " + file.getFileName() + " of " + bytes + " bytes is set aside as " + target + ": " + problem,
                bytes));
    }

    private Opened openForWriting(List<SstHeader> headers) {
        try {
            RocksDB database =
                    RocksDB.open(environment.options(), directory.database().toString());
            return new Opened(new BucketHandle(database, "partition " + partition + " " + id), headers);
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not open " + id, e);
        }
    }

    /**
     * An open database and what is in it.
     *
     * @param handle for the bucket to close
     * @param headers of its SSTs
     */
    record Opened(BucketHandle handle, List<SstHeader> headers) {}

    /**
     * What is in a bucket that was not opened.
     *
     * @param headers of its SSTs
     * @param files by block, the SSTs
     */
    record Asleep(List<SstHeader> headers, Map<Long, Path> files) {}
}
