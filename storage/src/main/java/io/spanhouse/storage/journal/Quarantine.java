package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is not what was written, under {@code quarantine/}: unreadable bytes as a copy, a file in the wrong place as
 * it is. Nothing there is ever deleted or read again; a second time the same bytes are not copied again. What cannot be
 * set aside stays where it is, and is told.
 */
final class Quarantine {
    static final String DIRECTORY = "quarantine";

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int COPY_BYTES = 1 << 16;

    private final StorageFiles files;
    private final Path directory;
    private final Path target;

    Quarantine(StorageFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
        target = directory.resolve(DIRECTORY);
    }

    /** Copies a stretch of a file; returns the name of the copy, null if there is none. */
    @Nullable
    String copy(StorageFile source, String fileName, long position, long bytes) {
        String name = fileName + "." + position + "-" + (position + bytes);
        Path copy = target.resolve(name);
        try {
            files.createDirectory(target);
            if (files.exists(copy)) {
                return DIRECTORY + "/" + name;
            }
            Path temporary = target.resolve(name + ".tmp");
            files.delete(temporary);
            try (StorageFile out = files.create(temporary)) {
                copy(source, out, position, bytes);
                out.force();
            }
            files.rename(temporary, copy);
            files.forceDirectory(target);
            return DIRECTORY + "/" + name;
        } catch (IOException e) {
            LOG.warn("Damaged bytes of {} could not be set aside as {}", fileName, copy, e);
            return null;
        }
    }

    /** Moves a whole file; returns its new name, null if it stays. */
    @Nullable
    String move(String fileName) {
        try {
            files.createDirectory(target);
            String name = fileName;
            for (int copy = 1; files.exists(target.resolve(name)); copy++) {
                name = fileName + "." + copy;
            }
            files.rename(directory.resolve(fileName), target.resolve(name));
            files.forceDirectory(target);
            files.forceDirectory(directory);
            return DIRECTORY + "/" + name;
        } catch (IOException e) {
            LOG.warn("{} could not be moved to {}", fileName, target, e);
            return null;
        }
    }

    private static void copy(StorageFile source, StorageFile out, long position, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        long done = 0;
        while (done < bytes) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, bytes - done));
            source.readFully(buffer, position + done);
            buffer.flip();
            int length = buffer.remaining();
            out.writeFully(buffer, done);
            done += length;
        }
    }
}
