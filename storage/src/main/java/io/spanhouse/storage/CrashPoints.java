package io.spanhouse.storage;

import io.spanhouse.storage.journal.DiskFiles;
import io.spanhouse.storage.journal.StorageFile;
import io.spanhouse.storage.journal.StorageFiles;
import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.CommitStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process at a named point of its work, as a crash there would: a switch for tests, the system property {@value
 * #PROPERTY} with a point and how often it is reached until then, such as {@code JOURNAL_SYNCED:20}. Points are those below
 * and {@link CommitStep}. Without the property nothing here is used.
 */
final class CrashPoints implements CommitStep.Listener {
    static final String PROPERTY = "spanhouse.crash-point";

    private static final int EXIT_CODE = 137;

    private final String point;
    private final AtomicInteger left;

    /** Points of the files that the store writes itself: journal, its high-water file. */
    enum FilePoint {
        /** A file is there, empty. */
        JOURNAL_CREATED,
        /** Some bytes are to be written. */
        JOURNAL_WRITING,
        /** The first half of what was to be written is. */
        JOURNAL_TORN,
        /** They are written and not synced. */
        JOURNAL_WRITTEN,
        /** A sync is to be done. */
        JOURNAL_SYNCING,
        /** It is done, and nobody was told yet. */
        JOURNAL_SYNCED,
        /** A file was renamed. */
        JOURNAL_RENAMED,
        /** A segment was deleted. */
        JOURNAL_TRIMMED
    }

    private CrashPoints(String point, int count) {
        this.point = point;
        left = new AtomicInteger(count);
    }

    /** The point that the property names; null if there is none. */
    static @Nullable CrashPoints ofProperty() {
        String given = System.getProperty(PROPERTY);
        if (given == null) {
            return null;
        }
        String[] parts = given.split(":", 2);
        return new CrashPoints(parts[0].toUpperCase(Locale.ROOT), parts.length < 2 ? 1 : Integer.parseInt(parts[1]));
    }

    @Override
    public void reached(CommitStep step, BucketId bucket) {
        reached(step.name());
    }

    private void reached(String name) {
        if (name.equals(point) && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private void reached(FilePoint name) {
        reached(name.name());
    }

    private boolean isNext(FilePoint name) {
        return name.name().equals(point) && left.get() == 1;
    }

    /** The real file system with these points. */
    StorageFiles files() {
        return new Files(new DiskFiles());
    }

    private final class Files implements StorageFiles {
        private final StorageFiles real;

        Files(StorageFiles real) {
            this.real = real;
        }

        @Override
        public StorageFile create(Path file) throws IOException {
            StorageFile created = real.create(file);
            reached(FilePoint.JOURNAL_CREATED);
            return new File(created);
        }

        @Override
        public StorageFile openForWriting(Path file) throws IOException {
            return new File(real.openForWriting(file));
        }

        @Override
        public StorageFile openForReading(Path file) throws IOException {
            return real.openForReading(file);
        }

        @Override
        public List<String> list(Path directory) throws IOException {
            return real.list(directory);
        }

        @Override
        public boolean exists(Path file) throws IOException {
            return real.exists(file);
        }

        @Override
        public void createDirectory(Path directory) throws IOException {
            real.createDirectory(directory);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            real.rename(from, to);
            reached(FilePoint.JOURNAL_RENAMED);
        }

        @Override
        public void delete(Path file) throws IOException {
            real.delete(file);
            reached(FilePoint.JOURNAL_TRIMMED);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            real.forceDirectory(directory);
        }
    }

    private final class File implements StorageFile {
        private final StorageFile real;

        File(StorageFile real) {
            this.real = real;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            reached(FilePoint.JOURNAL_WRITING);
            if (isNext(FilePoint.JOURNAL_TORN)) {
                source.limit(source.position() + source.remaining() / 2);
                real.writeFully(source, position);
            }
            reached(FilePoint.JOURNAL_TORN);
            int written = real.write(source, position);
            reached(FilePoint.JOURNAL_WRITTEN);
            return written;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return real.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            real.truncate(size);
        }

        @Override
        public void force() throws IOException {
            reached(FilePoint.JOURNAL_SYNCING);
            real.force();
            reached(FilePoint.JOURNAL_SYNCED);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
