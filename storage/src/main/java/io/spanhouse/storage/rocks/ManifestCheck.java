package io.spanhouse.storage.rocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Whether RocksDB's own list of a bucket's files is readable and names the files that are there. Opens read-only, which
 * deletes nothing, and lets RocksDB write its log elsewhere, so nothing in the directory changes. A running program may
 * change the list meanwhile: then it is looked at again.
 */
public final class ManifestCheck {
    private static final int LOOKS_MAX = 3;

    private ManifestCheck() {}

    /**
     * Looks at a RocksDB directory.
     *
     * @return what is wrong, empty if nothing is
     */
    public static String problem(Path database) {
        String problem = "";
        for (int look = 0; look < LOOKS_MAX; look++) {
            Set<Path> before = new HashSet<>(Directories.list(database));
            problem = look(database);
            if (problem.isEmpty() || before.equals(new HashSet<>(Directories.list(database)))) {
                return problem;
            }
        }
        return problem;
    }

    private static String look(Path database) {
        NativeLibrary.load();
        Path log;
        try {
            log = Files.createTempDirectory("spanhouse-scrub");
        } catch (IOException e) {
            throw Directories.failed("make a directory for a log", e);
        }
        try (Options options = new Options().setDbLogDir(log.toString());
                RocksDB open = RocksDB.openReadOnly(options, database.toString())) {
            Set<String> named = open.getLiveFilesMetaData().stream()
                    .map(LiveFileMetaData::fileName)
                    .map(name -> name.replace("/", ""))
                    .collect(Collectors.toSet());
            List<String> unnamed = BucketDirectory.ssts(database).stream()
                    .map(Directories::name)
                    .filter(name -> !named.contains(name))
                    .toList();
            return unnamed.isEmpty() ? "" : "the MANIFEST does not name " + String.join(", ", unnamed);
        } catch (RocksDBException e) {
            return String.valueOf(e.getMessage());
        } finally {
            Directories.delete(log);
        }
    }
}
