package io.spanhouse.storage.rocks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one bucket.
 *
 * <pre>
 * db          the RocksDB directory
 * tmp         SSTs being written; emptied at open
 * quarantine  damaged SSTs, goes with the bucket
 * db.copy     a rebuilt db that has not yet its name
 * db.damaged  what db was before it was rebuilt
 * start       where in the journal the bucket begins, see {@link BucketStart}
 * </pre>
 */
final class BucketDirectory {
    private static final String DROPPED = ".dropped";

    private final Path root;

    BucketDirectory(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path database() {
        return root.resolve("db");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path copy() {
        return root.resolve("db.copy");
    }

    void create() {
        Directories.create(root);
        Directories.create(temporary());
    }

    /** Ends what a crash left half done. */
    void tidy() {
        Directories.delete(temporary());
        Path damaged = root.resolve("db.damaged");
        if (Files.exists(damaged) && !Files.exists(database())) {
            Directories.move(copy(), database());
        }
        Directories.delete(damaged);
        Directories.delete(copy());
        Directories.create(temporary());
    }

    /** Whether a crash left a rebuild half done. */
    boolean isUnderRepair() {
        return Files.exists(copy()) || Files.exists(root.resolve("db.damaged"));
    }

    /** Puts a rebuilt database in the place of the damaged one. */
    void replaceDatabase() {
        Path damaged = root.resolve("db.damaged");
        Directories.move(database(), damaged);
        Directories.move(copy(), database());
        Directories.delete(damaged);
    }

    /** The SSTs of a directory of RocksDB. */
    static List<Path> ssts(Path database) {
        List<Path> ssts = new ArrayList<>();
        for (Path file : Directories.list(database)) {
            if (Directories.name(file).endsWith(".sst")) {
                ssts.add(file);
            }
        }
        return ssts;
    }

    /** Sets a damaged file aside under a name that is free. */
    Path quarantine(Path file) {
        Path quarantine = root.resolve("quarantine");
        Directories.create(quarantine);
        Path target = quarantine.resolve(Directories.name(file));
        for (int copy = 2; Files.exists(target); copy++) {
            target = quarantine.resolve(Directories.name(file) + "." + copy);
        }
        Directories.move(file, target);
        return target;
    }

    long quarantinedBytes() {
        return Directories.bytes(root.resolve("quarantine"));
    }

    /** Gives the directory a name that says that it is to go, so that a crash does not bring it back. */
    Path markDropped() {
        Path dropped = root.resolveSibling(Directories.name(root) + DROPPED);
        Directories.move(root, dropped);
        return dropped;
    }

    static boolean isDropped(Path directory) {
        return Directories.name(directory).endsWith(DROPPED);
    }
}
