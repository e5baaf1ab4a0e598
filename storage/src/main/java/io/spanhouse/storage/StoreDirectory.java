package io.spanhouse.storage;

import io.spanhouse.storage.journal.JournalIdentity;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store: who it is, and that nobody else has it open.
 *
 * <pre>
 * LOCK               locked by the operating system while a process has the store open; the lock ends with the process
 * store.json         identity: {"format":1,"storeId":"...","partitions":1,"hashSeed":"..."}; written once
 * projects.json      names and numbers of projects
 * own/               what people saved and what was given out once; made at the first of these
 * *.json.copy        the same again, see {@link SafeDocument}
 * partition-NNN/     journal/ and buckets/ of one partition
 * </pre>
 *
 * <p>Not a file with a process number, which outlives a kill. Closed last.
 */
final class StoreDirectory implements AutoCloseable {
    /** The layout of the directory that this program writes. */
    static final int FORMAT = 1;

    private static final String LOCK_FILE = "LOCK";
    private static final String IDENTITY_FILE = "store.json";

    private final Path path;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final StoreIdentity identity;
    private final List<String> alarms;

    private StoreDirectory(Path path, FileChannel lockChannel, FileLock lock, Identified identified) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.lock = lock;
        identity = identified.identity();
        alarms = identified.alarms();
    }

    /** An identity, and what was wrong with its files. */
    private record Identified(StoreIdentity identity, List<String> alarms) {}

    /**
     * Takes the directory, made if absent.
     *
     * @param partitions for a new store; one that is there keeps its number
     * @throws StoreException UNAVAILABLE if another process has it or the disk refuses, CORRUPT or TOO_NEW if the identity is
     *     not one of this program's
     */
    static StoreDirectory take(Path path, int partitions) {
        @Nullable FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new StoreException(
                        FailureKind.UNAVAILABLE, path + " is open in another process, expected to have it alone");
            }
            return new StoreDirectory(path, channel, lock, identity(path, partitions));
        } catch (IOException e) {
            close(channel);
            throw new StoreException(FailureKind.UNAVAILABLE, path + " cannot be opened: " + e, e);
        } catch (StoreException e) {
            close(channel);
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process has it open.
            return null;
        }
    }

    private static Identified identity(Path path, int partitions) throws IOException {
        SafeDocument<Form> document = identityDocument(path);
        if (!document.exists()) {
            refuseWithoutIdentity(path);
            SecureRandom random = new SecureRandom();
            document.write(
                    new Form(FORMAT, UUID.randomUUID().toString(), partitions, Long.toString(random.nextLong())));
        }
        Form form = document.read(true);
        if (form == null) {
            throw new IOException(path.resolve(IDENTITY_FILE) + " went while it was read");
        }
        return new Identified(identity(path, form), document.alarms());
    }

    private static SafeDocument<Form> identityDocument(Path path) {
        return new SafeDocument<>(path.resolve(IDENTITY_FILE), Form.class);
    }

    private static StoreIdentity identity(Path path, Form form) {
        Path file = path.resolve(IDENTITY_FILE);
        if (form.format() > FORMAT) {
            throw new StoreException(
                    FailureKind.TOO_NEW, file + " has format " + form.format() + ", expected at most " + FORMAT);
        }
        try {
            return new StoreIdentity(
                    UUID.fromString(Objects.requireNonNullElse(form.storeId(), "")),
                    form.partitions(),
                    Long.parseLong(Objects.requireNonNullElse(form.hashSeed(), "")));
        } catch (IllegalArgumentException e) {
            throw new StoreException(FailureKind.CORRUPT, file + " is no identity of a store: " + e.getMessage(), e);
        }
    }

    /** Writes who the store is, where that was lost. */
    static void restoreIdentity(Path path, StoreIdentity identity) throws IOException {
        SafeDocument<Form> document = identityDocument(path);
        document.write(new Form(
                FORMAT, identity.storeId().toString(), identity.partitions(), Long.toString(identity.hashSeed())));
    }

    /**
     * Who the store in a directory is, without taking it.
     *
     * @throws StoreException NOT_FOUND if there is none, CORRUPT or TOO_NEW if its identity is not one of this program's
     */
    static StoreIdentity identityOf(Path path) {
        Form form = identityDocument(path).read(false);
        if (form == null) {
            throw new StoreException(FailureKind.NOT_FOUND, path + " holds no store: it has no file " + IDENTITY_FILE);
        }
        return identity(path, form);
    }

    /** What is wrong with the copies of who the store is, one sentence each. */
    static List<String> identityAlarms(Path path) {
        SafeDocument<Form> document = identityDocument(path);
        document.read(false);
        return document.alarms();
    }

    /** The directory of the store that a file belongs to, null if it lies in none. */
    static @Nullable Path around(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        while (directory != null && !identityDocument(directory).exists()) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** Whose journal a segment is by the directories it lies in, null if they do not say so. */
    static @Nullable JournalIdentity journalOf(Path segment) {
        Path store = around(segment);
        if (store == null) {
            return null;
        }
        StoreIdentity identity = identityOf(store);
        Path directory = segment.toAbsolutePath().normalize().getParent();
        for (int partition = 0; partition < identity.partitions(); partition++) {
            if (journal(store.normalize(), partition).equals(directory)) {
                return new JournalIdentity(identity.storeId(), partition);
            }
        }
        return null;
    }

    /** Data without an identity means that the identity was lost; a new one would make all of the data foreign. */
    private static void refuseWithoutIdentity(Path path) throws IOException {
        for (int partition = 0; partition < StoreOptions.PARTITIONS_MAX; partition++) {
            if (Files.exists(path.resolve(partitionName(partition)))) {
                throw new StoreException(
                        FailureKind.CORRUPT,
                        path + " holds partitions but no " + IDENTITY_FILE + "; 'repair' finds out who the store is");
            }
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new StoreException(FailureKind.UNAVAILABLE, "lock cannot be released: " + e, e);
            }
        }
    }

    /** Where a partition's journal lies. */
    static Path journal(Path store, int partition) {
        return store.resolve(partitionName(partition)).resolve("journal");
    }

    /** Where a partition's buckets lie. */
    static Path buckets(Path store, int partition) {
        return store.resolve(partitionName(partition)).resolve("buckets");
    }

    /** Where the projects' names lie. */
    static Path projects(Path store) {
        return store.resolve("projects.json");
    }

    private static String partitionName(int number) {
        return String.format(Locale.ROOT, "partition-%03d", number);
    }

    /** What was wrong with the files that say who the store is, one sentence each; mended. */
    List<String> alarms() {
        return alarms;
    }

    /** Who the store is. */
    StoreIdentity identity() {
        return identity;
    }

    /** The directory itself. */
    Path path() {
        return path;
    }

    /** Where the projects' names lie. */
    Path projects() {
        return projects(path);
    }

    /** Where rows lie that no span says. */
    Path own() {
        return path.resolve("own");
    }

    /** Where a partition's journal lies. */
    Path journal(int partition) {
        return journal(path, partition);
    }

    /** Where a partition's buckets lie. */
    Path buckets(int partition) {
        return buckets(path, partition);
    }

    /** Free bytes of the volume. */
    long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "free space of " + path + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "lock cannot be released: " + e, e);
        } finally {
            close(lockChannel);
        }
    }

    record Form(int format, String storeId, int partitions, String hashSeed) {}
}
