package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Copies a store, also of a running program, and puts a copy back. Takes no lock and asks nothing of the program: the files
 * are such that their order is enough.
 *
 * <ol>
 *   <li>The journal, its high-water file first: all that was acknowledged before the copy began is in it or in a block.
 *   <li>The blocks, again and again until all that are there were copied: a merge meanwhile is then there with its inputs,
 *       which it covers.
 *   <li>The numbers of projects: after everything that has such a number.
 *   <li>{@code backup.json}: length and checksum of every file. A backup without it did not end.
 * </ol>
 *
 * <p>RocksDB's lists of files change while they are copied and are left out; the first open makes them anew from the
 * headers of the SSTs. Every backup is whole. Used once.
 */
public final class StoreBackup {
    static final String LIST = "backup.json";

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int PASSES_MAX = 100;

    private final Appendable sink;
    private final LineOutput out;
    private final Pace pace;
    private final Map<String, CopiedFile> copied = new TreeMap<>();

    /** A file of a backup. */
    record CopiedFile(long bytes, String crc32c) {}

    /** All files of a backup, by their paths in the store. */
    record FileList(int version, Map<String, CopiedFile> files) {}

    /**
     * A copy in either direction.
     *
     * @param out gets a summary
     * @param bytesPerSecond most bytes to read a second; 0 for no limit
     */
    public StoreBackup(Appendable out, long bytesPerSecond) {
        sink = out;
        this.out = new LineOutput(out);
        pace = new Pace(bytesPerSecond);
    }

    /**
     * Copies a store and verifies the copy.
     *
     * @param target a directory that is empty or not there
     * @return damage that was found in the copy
     * @throws StoreException BAD_INPUT if the target holds anything; NOT_FOUND or CORRUPT if there is no store to copy;
     *     UNAVAILABLE if the disk refuses
     */
    public int backUp(Path store, Path target) {
        StoreIdentity identity = StoreDirectory.identityOf(store);
        long startNanos = System.nanoTime();
        try {
            requireEmpty(target);
            for (int partition = 0; partition < identity.partitions(); partition++) {
                Path journal = StoreDirectory.journal(store, partition);
                copyIfThere(store, journal.resolve("high-water"), target);
                copyIfThere(store, journal.resolveSibling("lost"), target);
                for (Path segment : files(journal)) {
                    if (segment.toString().endsWith(".journal")) {
                        copyIfThere(store, segment, target);
                    }
                }
                copyBlocks(store, StoreDirectory.buckets(store, partition), target);
            }
            for (Path file : files(store.resolve("own"))) {
                copyIfThere(store, file, target);
            }
            for (String name : List.of("store.json", "projects.json")) {
                copyIfThere(store, store.resolve(name + ".copy"), target);
                copyIfThere(store, store.resolve(name), target);
            }
            new SafeDocument<>(target.resolve(LIST), FileList.class).write(new FileList(1, copied));
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "the backup did not end: " + e, e);
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        out.line("copied " + copied.size() + " files, " + pace.bytes() + " bytes in "
                + String.format(Locale.ROOT, "%.1f s", seconds));
        return new StoreScrub(sink, 0).scrub(target);
    }

    private void copyBlocks(Path store, Path buckets, Path target) throws IOException {
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            boolean isNew = false;
            for (Path file : files(buckets)) {
                String name = String.valueOf(file.getFileName());
                boolean isWanted = name.equals("start")
                        || (name.endsWith(".sst") && file.resolveSibling("").endsWith("db"));
                if (isWanted && !copied.containsKey(key(store, file))) {
                    isNew |= copyIfThere(store, file, target);
                }
            }
            if (!isNew) {
                return;
            }
        }
        throw new IOException(buckets + " changed " + PASSES_MAX + " times while it was copied");
    }

    /**
     * Puts a backup back: verifies every file, copies it, opens the store once, which makes RocksDB's lists, and verifies
     * what is there then.
     *
     * @param target the new data directory, empty or not there
     * @return damage that was found
     * @throws StoreException BAD_INPUT if the target holds anything; CORRUPT if the backup did not end or is damaged
     */
    public int restore(Path backup, Path target) {
        FileList list = new SafeDocument<>(backup.resolve(LIST), FileList.class).read(false);
        if (list == null) {
            throw new StoreException(
                    FailureKind.CORRUPT, backup + " has no " + LIST + ": it is no backup, or one that did not end");
        }
        try {
            requireEmpty(target);
            for (Map.Entry<String, CopiedFile> file : list.files().entrySet()) {
                Path from = backup.resolve(file.getKey());
                if (!copyIfThere(backup, from, target) || !file.getValue().equals(copied.get(file.getKey()))) {
                    throw new StoreException(
                            FailureKind.CORRUPT,
                            from + " is not what was backed up: found " + copied.get(file.getKey()) + ", expected "
                                    + file.getValue());
                }
            }
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "the backup could not be put back: " + e, e);
        }
        try (TraceStore store = TraceStore.open(StoreOptions.keepingEverything(target))) {
            out.line("restored " + copied.size() + " files, " + pace.bytes() + " bytes: "
                    + store.status().buckets().size() + " buckets");
        }
        return new StoreScrub(sink, 0).scrub(target);
    }

    private static void requireEmpty(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> there = Files.list(target)) {
            if (there.findAny().isPresent()) {
                throw new StoreException(FailureKind.BAD_INPUT, target + " is not empty, expected a new directory");
            }
        }
    }

    /** All files in a directory and below it, in their order; a running program may remove some meanwhile. */
    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        for (int look = 0; look < PASSES_MAX; look++) {
            Set<Path> found = new HashSet<>();
            try (Stream<Path> walk = Files.walk(directory)) {
                walk.filter(Files::isRegularFile).forEach(found::add);
                return found.stream().sorted().toList();
            } catch (UncheckedIOException e) {
                // A directory went under the walk, which ends there: once more.
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
        }
        throw new IOException(directory + " changed " + PASSES_MAX + " times while it was listed");
    }

    private static String key(Path root, Path file) {
        return root.relativize(file).toString();
    }

    /** Copies a file and syncs it; false if it is gone. */
    private boolean copyIfThere(Path root, Path file, Path target) throws IOException {
        String key = key(root, file);
        Path to = target.resolve(key);
        CRC32C crc = new CRC32C();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            Path parent = to.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try (OutputStream copy = Files.newOutputStream(to)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    copy.write(buffer, 0, read);
                    crc.update(buffer, 0, read);
                    bytes += read;
                    pace.read(read);
                }
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        copied.put(key, new CopiedFile(bytes, Long.toHexString(crc.getValue())));
        return true;
    }
}
