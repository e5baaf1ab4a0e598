package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a small file says of the end of the journal, written with each new segment and at a clean end. A journal that ends
 * before it was shortened.
 *
 * @param segment first offset of the newest segment, 0 for none
 * @param last highest offset that was synced by then
 * @param isGood whether the file is what was written, or there was none
 */
record HighWater(long segment, long last, boolean isGood) {
    static final String NAME = "high-water";

    private static final String TEMPORARY = NAME + ".tmp";
    private static final long MAGIC = 0x5350414E48494748L;
    private static final int VERSION = 1;
    private static final int BYTES = 8 + 4 + 16 + 4 + 8 + 8 + 4;
    private static final HighWater DAMAGED = new HighWater(0, 0, false);

    HighWater(long segment, long last) {
        this(segment, last, true);
    }

    /** Puts a new file in place of the old one; the caller syncs the directory. */
    void write(StorageFiles files, Path directory, JournalIdentity identity) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putLong(MAGIC).putInt(VERSION);
        out.putLong(identity.store().getMostSignificantBits());
        out.putLong(identity.store().getLeastSignificantBits());
        out.putInt(identity.partition()).putLong(segment).putLong(last);
        out.putInt(Checksums.of(out.array(), 0, out.position()));
        Path temporary = directory.resolve(TEMPORARY);
        files.delete(temporary);
        try (StorageFile file = files.create(temporary)) {
            file.writeFully(out.flip(), 0);
            file.force();
        }
        files.rename(temporary, directory.resolve(NAME));
    }

    /**
     * What the file says; nothing if there is none.
     *
     * @throws StoreException TOO_NEW if it is of a later version
     */
    static HighWater read(StorageFiles files, Path directory, JournalIdentity identity) throws IOException {
        Path path = directory.resolve(NAME);
        if (!files.exists(path)) {
            return new HighWater(0, 0);
        }
        ByteBuffer in = ByteBuffer.allocate(BYTES);
        try (StorageFile file = files.openForReading(path)) {
            if (file.size() != BYTES) {
                return DAMAGED;
            }
            file.readFully(in, 0);
        }
        in.flip();
        if (in.getInt(BYTES - 4) != Checksums.of(in.array(), 0, BYTES - 4) || in.getLong() != MAGIC) {
            return DAMAGED;
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW, path + " has version " + version + ", this program reads version " + VERSION);
        }
        JournalIdentity found = new JournalIdentity(new UUID(in.getLong(), in.getLong()), in.getInt());
        return found.equals(identity) ? new HighWater(in.getLong(), in.getLong()) : DAMAGED;
    }
}
