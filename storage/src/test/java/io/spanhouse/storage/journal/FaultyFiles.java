package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that behaves as badly as a real one may: writes are short, operations fail, a failed sync loses
 * what it should have written, and a power cut keeps any part of what was not synced: sectors of files in any choice,
 * names of directories in any choice.
 */
final class FaultyFiles implements StorageFiles {
    private final SplittableRandom random;
    private final TreeMap<Path, FaultyFile> names = new TreeMap<>();
    private final Map<Path, FaultyFile> durableNames = new HashMap<>();
    private final List<NameChange> unsynced = new ArrayList<>();
    private int operationsUntilFailure = Integer.MAX_VALUE;
    private int failuresInThousand;
    private int forces;

    /** A name that was given to a file, or taken away, and may not be on disk yet. */
    private record NameChange(Path name, @Nullable FaultyFile file) {}

    FaultyFiles(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Every operation that changes something fails this often, in a thousand. */
    synchronized void failuresInThousand(int failures) {
        failuresInThousand = failures;
    }

    /** The operation after so many more that change something fails, once. */
    synchronized void failAfter(int operations) {
        operationsUntilFailure = operations;
    }

    /** The disk as the next start finds it if the power goes now. */
    synchronized FaultyFiles powerCut(long seed) {
        FaultyFiles after = new FaultyFiles(seed);
        Map<Path, FaultyFile> kept = new HashMap<>(durableNames);
        for (NameChange change : unsynced) {
            if (after.random.nextBoolean()) {
                apply(change, kept);
            }
        }
        kept.forEach((name, file) -> after.add(name, file.afterPowerCut(after, after.random)));
        return after;
    }

    /** The disk as it is, as after the end of the process. */
    synchronized FaultyFiles copy() {
        FaultyFiles copy = new FaultyFiles(1);
        names.forEach((name, file) -> copy.add(name, new FaultyFile(copy, file.bytes())));
        return copy;
    }

    private void add(Path name, FaultyFile file) {
        names.put(name, file);
        durableNames.put(name, file);
    }

    /** What a file holds. */
    synchronized byte[] bytes(Path name) {
        FaultyFile file = names.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no file " + name);
        }
        return file.bytes();
    }

    /** Makes a file hold this, synced. */
    synchronized void put(Path name, byte[] bytes) {
        add(name, new FaultyFile(this, bytes));
    }

    /** Takes a file away, synced. */
    synchronized void remove(Path name) {
        names.remove(name);
        durableNames.remove(name);
    }

    synchronized int forces() {
        return forces;
    }

    void forced() {
        forces++;
    }

    SplittableRandom random() {
        return random;
    }

    void mayFail(String what) throws IOException {
        boolean fails = operationsUntilFailure == 0 || random.nextInt(1_000) < failuresInThousand;
        operationsUntilFailure = operationsUntilFailure == 0 ? Integer.MAX_VALUE : operationsUntilFailure - 1;
        if (fails) {
            throw new IOException("the disk failed: " + what);
        }
    }

    @Override
    public synchronized StorageFile create(Path file) throws IOException {
        mayFail("create " + file);
        if (names.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        FaultyFile created = new FaultyFile(this, new byte[0]);
        change(file, created);
        return created;
    }

    @Override
    public synchronized StorageFile openForWriting(Path file) throws IOException {
        FaultyFile found = names.get(file);
        if (found == null) {
            throw new NoSuchFileException(file.toString());
        }
        return found;
    }

    @Override
    public synchronized StorageFile openForReading(Path file) throws IOException {
        return openForWriting(file);
    }

    @Override
    public synchronized List<String> list(Path directory) {
        List<String> list = new ArrayList<>();
        for (Path name : names.keySet()) {
            if (directory.equals(name.getParent())) {
                list.add(String.valueOf(name.getFileName()));
            }
        }
        return list;
    }

    @Override
    public synchronized boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public void createDirectory(Path directory) {}

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        mayFail("rename " + from);
        FaultyFile file = names.get(from);
        if (file == null) {
            throw new NoSuchFileException(from.toString());
        }
        change(to, file);
        change(from, null);
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        mayFail("delete " + file);
        if (names.containsKey(file)) {
            change(file, null);
        }
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        mayFail("sync of " + directory);
        unsynced.removeIf(change -> {
            boolean here = directory.equals(change.name().getParent());
            if (here) {
                apply(change, durableNames);
            }
            return here;
        });
    }

    private void change(Path name, @Nullable FaultyFile file) {
        NameChange change = new NameChange(name, file);
        apply(change, names);
        unsynced.add(change);
    }

    private static void apply(NameChange change, Map<Path, FaultyFile> target) {
        if (change.file() == null) {
            target.remove(change.name());
        } else {
            target.put(change.name(), change.file());
        }
    }
}
