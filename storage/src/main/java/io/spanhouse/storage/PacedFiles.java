package io.spanhouse.storage;

import io.spanhouse.storage.journal.DiskFiles;
import io.spanhouse.storage.journal.StorageFile;
import io.spanhouse.storage.journal.StorageFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The real file system, read at a pace and never changed. One thread. */
final class PacedFiles implements StorageFiles {
    private final StorageFiles files = new DiskFiles();
    private final Pace pace;

    PacedFiles(Pace pace) {
        this.pace = pace;
    }

    @Override
    public StorageFile openForReading(Path file) throws IOException {
        StorageFile open = files.openForReading(file);
        return new StorageFile() {
            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                int read = open.read(target, position);
                pace.read(Math.max(0, read));
                return read;
            }

            @Override
            public long size() throws IOException {
                return open.size();
            }

            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                throw readOnly();
            }

            @Override
            public void truncate(long size) throws IOException {
                throw readOnly();
            }

            @Override
            public void force() throws IOException {
                throw readOnly();
            }

            @Override
            public void close() throws IOException {
                open.close();
            }
        };
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return files.exists(file);
    }

    @Override
    public StorageFile create(Path file) throws IOException {
        throw readOnly();
    }

    @Override
    public StorageFile openForWriting(Path file) throws IOException {
        throw readOnly();
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        throw readOnly();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        throw readOnly();
    }

    @Override
    public void delete(Path file) throws IOException {
        throw readOnly();
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        throw readOnly();
    }

    private static IOException readOnly() {
        return new IOException("these files are only read");
    }
}
