package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A log of a few small entries in one file, for what changes seldom and must not be lost, such as the list of projects.
 * An append returns when its entry is on disk; all entries are read at open; {@link #replace} puts fewer entries in the
 * place of all, at once. Like the journal it cuts a torn end and tells damage apart from it, and sets aside the whole
 * file when it is damaged. Damage of the last entry alone looks like a torn end.
 *
 * <pre>
 * file     magic u64 "SPANSLOG", version u32 = 1, CRC32C u32 of both, entry*
 * entry    magic u32 "SLEN", CRC32C u32 of the rest of the entry, number u32 from 0, length u32, bytes
 * </pre>
 *
 * <p>Any thread may use it; one sync an append, about a quarter of a millisecond. Whoever opened it closes it.
 */
public final class SmallLog implements AutoCloseable {
    /** Longest entry, and longest file that is read. */
    public static final int BYTES_MAX = 64 << 20;

    private final StorageFiles files;
    private final Path path;
    private final Path directory;
    private StorageFile file;
    private long length;
    private int entries;
    /** Something after {@link #length} may be in the file; it must go before the next entry. */
    private boolean hasRest;
    /** The file's name may not be on disk yet; it must be before the next entry is. */
    private boolean isNameUnsynced;

    private boolean closed;

    /**
     * A log that was opened.
     *
     * @param log the log, ready to append
     * @param cutBytes length of the torn end that was cut
     * @param damages what was found damaged, for people; empty unless there is a reason for an alarm
     */
    public record Opening(SmallLog log, long cutBytes, List<String> damages) {}

    private SmallLog(StorageFiles files, Path path, Path directory) throws IOException {
        this.files = files;
        this.path = path;
        this.directory = directory;
        file = files.openForWriting(path);
    }

    /**
     * Opens a log, new or not, and shows its entries in their order.
     *
     * @param path the file; its directory exists
     * @throws StoreException TOO_NEW if it is of a later version, CORRUPT if its start is unreadable, UNAVAILABLE if the
     *     disk refuses
     */
    public static Opening open(StorageFiles files, Path path, Consumer<ByteSlice> visitor) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("path is " + path + ", expected a file in a directory");
        }
        try {
            if (!files.exists(path)) {
                SmallLogFile.write(files, path, List.of()).close();
                files.forceDirectory(directory);
            }
            SmallLog log = new SmallLog(files, path, directory);
            SmallLogFile.Findings found = SmallLogFile.read(log.file, path, visitor);
            log.length = found.end();
            log.entries = found.entries();
            long cut = log.file.size() - found.end();
            if (!found.damages().isEmpty()) {
                new Quarantine(files, directory).copy(log.file, String.valueOf(path.getFileName()), 0, log.file.size());
            }
            log.hasRest = cut > 0;
            return new Opening(log, cut, found.damages());
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "log " + path + " cannot be opened: " + e, e);
        }
    }

    /**
     * Appends an entry; it is on disk when this returns.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses; then the entry is not in the log
     */
    public synchronized void append(byte[] entry) {
        requireOpen();
        ByteBuffer bytes = SmallLogFile.entry(entries, entry);
        if (length + bytes.remaining() > BYTES_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "log " + path + " has " + length + " bytes, " + bytes.remaining() + " more are over " + BYTES_MAX);
        }
        int size = bytes.remaining();
        try {
            prepare();
            hasRest = true;
            file.writeFully(bytes, length);
            file.force();
            hasRest = false;
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "log " + path + " could not be written: " + e, e);
        }
        length += size;
        entries++;
    }

    /**
     * Puts these entries in the place of all; after a crash the log has either all the old ones or all of these.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses; then a later start finds all the old ones or all of these
     */
    public synchronized void replace(List<byte[]> all) {
        requireOpen();
        try {
            StorageFile replacement = SmallLogFile.write(files, path, all);
            StorageFile replaced = file;
            file = replacement;
            length = file.size();
            entries = all.size();
            hasRest = false;
            isNameUnsynced = true;
            replaced.close();
            prepare();
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, "log " + path + " could not be replaced: " + e, e);
        }
    }

    /** Bytes of the file, for deciding when to {@link #replace}. */
    public synchronized long bytes() {
        return length;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                file.close();
            } catch (IOException e) {
                throw new StoreException(FailureKind.UNAVAILABLE, "log " + path + " could not be closed: " + e, e);
            }
        }
    }

    private void prepare() throws IOException {
        if (isNameUnsynced) {
            files.forceDirectory(directory);
            isNameUnsynced = false;
        }
        if (hasRest) {
            file.truncate(length);
            file.force();
            hasRest = false;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(FailureKind.CLOSED, "log " + path + " is closed");
        }
    }
}
