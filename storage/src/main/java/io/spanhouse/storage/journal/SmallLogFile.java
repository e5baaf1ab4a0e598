package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The bytes of a {@link SmallLog}'s file: writes a whole one, reads one and decides what is a torn end. */
final class SmallLogFile {
    private static final long MAGIC = 0x5350414E534C4F47L;
    private static final int VERSION = 1;
    private static final int START_BYTES = 16;
    private static final int ENTRY_MAGIC = 0x534C454E;
    private static final int ENTRY_BYTES = 16;
    private static final int CHECKED_FROM = 8;

    private SmallLogFile() {}

    /**
     * What was found.
     *
     * @param entries number that the next entry gets
     * @param end where the next entry goes
     * @param damages what is damaged, for people
     */
    record Findings(int entries, long end, List<String> damages) {}

    static ByteBuffer entry(int number, byte[] entry) {
        ByteBuffer out = ByteBuffer.allocate(ENTRY_BYTES + entry.length);
        out.putInt(ENTRY_MAGIC).putInt(0).putInt(number).putInt(entry.length).put(entry);
        out.putInt(4, Checksums.of(out.array(), CHECKED_FROM, out.capacity() - CHECKED_FROM));
        return out.flip();
    }

    /** Puts a file with these entries in place of the one of that name; the caller syncs the directory. */
    static StorageFile write(StorageFiles files, Path path, List<byte[]> entries) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        files.delete(temporary);
        StorageFile file = files.create(temporary);
        try {
            ByteBuffer start = ByteBuffer.allocate(START_BYTES).putLong(MAGIC).putInt(VERSION);
            start.putInt(Checksums.of(start.array(), 0, start.position())).flip();
            file.writeFully(start, 0);
            long length = START_BYTES;
            for (int number = 0; number < entries.size(); number++) {
                ByteBuffer bytes = entry(number, entries.get(number));
                int size = bytes.remaining();
                file.writeFully(bytes, length);
                length += size;
            }
            file.force();
            files.rename(temporary, path);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static Findings read(StorageFile file, Path path, Consumer<ByteSlice> visitor) throws IOException {
        if (file.size() > SmallLog.BYTES_MAX) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    "log " + path + " has " + file.size() + " bytes, expected at most " + SmallLog.BYTES_MAX);
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
        file.readFully(bytes, 0);
        bytes.flip();
        requireStart(bytes, path);
        List<String> damages = new ArrayList<>();
        ByteSlice slice = new ByteSlice();
        int expected = 0;
        int end = START_BYTES;
        int position = START_BYTES;
        while (position < bytes.limit()) {
            if (!isEntry(bytes, position) || bytes.getInt(position + 8) < expected) {
                position++;
                continue;
            }
            int number = bytes.getInt(position + 8);
            int length = bytes.getInt(position + 12);
            if (position > end || number > expected) {
                damages.add("log " + path + " is damaged from byte " + end + " to " + position + ": entries " + expected
                        + " to " + (number - 1) + " are lost");
            }
            visitor.accept(slice.set(bytes.array(), bytes.arrayOffset() + position + ENTRY_BYTES, length));
            expected = number + 1;
            position += ENTRY_BYTES + length;
            end = position;
        }
        return new Findings(expected, end, damages);
    }

    private static void requireStart(ByteBuffer bytes, Path path) {
        if (bytes.limit() < START_BYTES
                || bytes.getLong(0) != MAGIC
                || bytes.getInt(12) != Checksums.of(bytes.array(), bytes.arrayOffset(), 12)) {
            throw new StoreException(FailureKind.CORRUPT, "log " + path + " does not start as one");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW,
                    "log " + path + " has version " + bytes.getInt(8) + ", this program reads version " + VERSION);
        }
    }

    private static boolean isEntry(ByteBuffer bytes, int position) {
        int left = bytes.limit() - position;
        if (left < ENTRY_BYTES || bytes.getInt(position) != ENTRY_MAGIC) {
            return false;
        }
        int length = bytes.getInt(position + 12);
        if (length < 0 || length > left - ENTRY_BYTES) {
            return false;
        }
        int from = bytes.arrayOffset() + position + CHECKED_FROM;
        return bytes.getInt(position + 4) == Checksums.of(bytes.array(), from, ENTRY_BYTES + length - CHECKED_FROM);
    }
}
