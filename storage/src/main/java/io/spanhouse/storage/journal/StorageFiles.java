package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the store asks of a file system for the files that it writes itself. An interface so that tests can cut the power,
 * fill the disk and flip bits; the real one is {@link DiskFiles}. Any thread may call it.
 */
public interface StorageFiles {
    /** Creates a file to read and write; fails if there is one already. On disk only after {@link #forceDirectory}. */
    StorageFile create(Path file) throws IOException;

    /** Opens a file that exists, to read and write. */
    StorageFile openForWriting(Path file) throws IOException;

    /** Opens a file that exists, to read. */
    StorageFile openForReading(Path file) throws IOException;

    /** Names of the files in a directory, directories left out, in order; none if there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Whether there is such a file. */
    boolean exists(Path file) throws IOException;

    /** Creates a directory and those above it; does nothing if there is one. */
    void createDirectory(Path directory) throws IOException;

    /** Renames a file at once, in place of one that may have the new name. On disk only after {@link #forceDirectory}. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if there is one. On disk only after {@link #forceDirectory}. */
    void delete(Path file) throws IOException;

    /** Returns when what was created, renamed and deleted in a directory is on disk. */
    void forceDirectory(Path directory) throws IOException;
}
