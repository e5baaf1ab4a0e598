package io.spanhouse.storage.rocks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native library and leaves no file behind. RocksDB itself unpacks 17 MB into the temporary directory and
 * asks the JVM to remove them at its end, which never happens when a process is killed or halts. The system keeps a loaded
 * file for as long as it is mapped, so it is removed at once. Who names a directory by RocksDB's own environment variable
 * keeps the file there.
 */
final class NativeLibrary {
    private static final String DIRECTORY_VARIABLE = "ROCKSDB_SHAREDLIB_DIR";

    private NativeLibrary() {}

    static void load() {
        if (System.getenv(DIRECTORY_VARIABLE) == null) {
            loadAndRemove();
        }
        RocksDB.loadLibrary();
    }

    private static void loadAndRemove() {
        try {
            Path directory = Files.createTempDirectory("spanhouse-rocksdb");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
            } finally {
                File[] files = directory.toFile().listFiles();
                if (files != null) {
                    for (File file : files) {
                        Files.delete(file.toPath());
                    }
                }
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("RocksDB's native library cannot be unpacked", e);
        }
    }
}
