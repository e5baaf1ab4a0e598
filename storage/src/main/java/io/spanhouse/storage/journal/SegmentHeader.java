package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The start of a segment: whose it is, what came before it, and what was sealed when it was created.
 *
 * @param identity whose journal it is of
 * @param first the offset of its first record
 * @param previous the chain to what was before
 * @param sealed lowest offset not yet sealed, by lane; a check only, the blocks decide
 */
record SegmentHeader(JournalIdentity identity, long first, Chain previous, SortedMap<Integer, Long> sealed) {
    static final long MAGIC = 0x5350414E4A524E4CL;
    static final int VERSION = 1;
    static final int LANES_MAX = 1_024;
    static final String SUFFIX = ".journal";

    private static final int FIXED_BYTES = 8 + 4 + 4 + 16 + 4 + 8 + 8 + 8 + 4 + 4 + 4;
    private static final int LANE_BYTES = 12;
    private static final int NAME_DIGITS = 20;

    /**
     * The end of what was before a segment.
     *
     * @param segment first offset of the segment before, 0 for none
     * @param last highest offset before, 0 for none
     * @param crc header CRC of the record with that offset, 0 if it is not known
     */
    record Chain(long segment, long last, int crc) {
        static final Chain START = new Chain(0, 0, 0);
    }

    /** The name of the file of a segment. */
    static String fileName(long first) {
        return String.format(Locale.ROOT, "%0" + NAME_DIGITS + "d", first) + SUFFIX;
    }

    /** The first offset that a file name says, -1 if it is no segment's name. */
    static long firstOf(String fileName) {
        if (!fileName.endsWith(SUFFIX) || fileName.length() != NAME_DIGITS + SUFFIX.length()) {
            return -1;
        }
        try {
            return Long.parseLong(fileName.substring(0, NAME_DIGITS));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    int bytes() {
        return FIXED_BYTES + LANE_BYTES * sealed.size();
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(bytes());
        out.putLong(MAGIC).putInt(VERSION).putInt(bytes());
        out.putLong(identity.store().getMostSignificantBits());
        out.putLong(identity.store().getLeastSignificantBits());
        out.putInt(identity.partition()).putLong(first);
        out.putLong(previous.segment()).putLong(previous.last()).putInt(previous.crc());
        out.putInt(sealed.size());
        for (Map.Entry<Integer, Long> lane : sealed.entrySet()) {
            out.putInt(lane.getKey()).putLong(lane.getValue());
        }
        out.putInt(Checksums.of(out.array(), 0, out.position()));
        return out.flip();
    }

    /**
     * The header at the start of a file, null if there is none that is whole.
     *
     * @param name what to call the file in failures
     * @throws StoreException TOO_NEW if it is of a later version
     */
    static @Nullable SegmentHeader read(StorageFile file, String name) throws IOException {
        int most = FIXED_BYTES + LANE_BYTES * LANES_MAX;
        ByteBuffer in = ByteBuffer.allocate((int) Math.min(file.size(), most));
        file.readFully(in, 0);
        in.flip();
        if (in.remaining() < FIXED_BYTES || in.getLong() != MAGIC) {
            return null;
        }
        int version = in.getInt();
        int length = in.getInt();
        if (length < FIXED_BYTES
                || length > in.capacity()
                || in.getInt(length - 4) != Checksums.of(in.array(), 0, length - 4)) {
            return null;
        }
        if (version != VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW,
                    "journal segment " + name + " has version " + version + ", this program reads version " + VERSION);
        }
        JournalIdentity identity = new JournalIdentity(new UUID(in.getLong(), in.getLong()), in.getInt());
        long first = in.getLong();
        Chain previous = new Chain(in.getLong(), in.getLong(), in.getInt());
        SortedMap<Integer, Long> sealed = new TreeMap<>();
        for (int lanes = in.getInt(); lanes > 0; lanes--) {
            sealed.put(in.getInt(), in.getLong());
        }
        return new SegmentHeader(identity, first, previous, sealed);
    }
}
