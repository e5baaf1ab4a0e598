package io.spanhouse.storage.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The 64 bytes before each payload, written and checked. The checksum starts with whose journal and which segment it is,
 * so that a record is valid at home only. Mutable so that one serves a whole scan. Not thread-safe.
 */
final class RecordHeader {
    static final int BYTES = 64;
    static final int MAGIC = 0x53505243;

    private static final int CHECKED_FROM = 8;

    private final ByteBuffer home = ByteBuffer.allocate(28);
    private final CRC32C checksum = new CRC32C();

    int headerCrc;
    int payloadCrc;
    int payloadBytes;
    long offset;
    long tick;
    /** Bytes of the segment that were on disk before this record was written. */
    long synced;

    long receivedMillis;
    int project;
    int lane;
    int spanCount;
    int format;

    RecordHeader(JournalIdentity identity, long segment) {
        home.putLong(identity.store().getMostSignificantBits());
        home.putLong(identity.store().getLeastSignificantBits());
        home.putInt(identity.partition()).putLong(segment);
    }

    void entry(JournalEntry entry) {
        receivedMillis = entry.receivedMillis();
        project = entry.project();
        lane = entry.lane();
        spanCount = entry.spanCount();
    }

    JournalRecord record(long segment, long position) {
        JournalPlace place = new JournalPlace(segment, position);
        return new JournalRecord(offset, tick, receivedMillis, project, lane, spanCount, format, payloadBytes, place);
    }

    /** Writes the header at the buffer's position, which has room. */
    void write(ByteBuffer target) {
        int start = target.position();
        target.putInt(MAGIC).putInt(0).putInt(payloadCrc).putInt(payloadBytes);
        target.putLong(offset).putLong(tick).putLong(synced).putLong(receivedMillis);
        target.putInt(project).putInt(lane).putInt(spanCount).putInt(format);
        headerCrc = crc(target, start);
        target.putInt(start + 4, headerCrc);
    }

    /** Reads the 64 bytes from {@code start} on; false if they are no header of a record of this segment. */
    boolean read(ByteBuffer source, int start) {
        if (source.getInt(start) != MAGIC) {
            return false;
        }
        headerCrc = source.getInt(start + 4);
        payloadCrc = source.getInt(start + 8);
        payloadBytes = source.getInt(start + 12);
        offset = source.getLong(start + 16);
        tick = source.getLong(start + 24);
        synced = source.getLong(start + 32);
        receivedMillis = source.getLong(start + 40);
        project = source.getInt(start + 48);
        lane = source.getInt(start + 52);
        spanCount = source.getInt(start + 56);
        format = source.getInt(start + 60);
        return payloadBytes >= 0 && payloadBytes <= JournalRecord.PAYLOAD_BYTES_MAX && headerCrc == crc(source, start);
    }

    private int crc(ByteBuffer bytes, int start) {
        checksum.reset();
        checksum.update(home.array(), 0, home.capacity());
        ByteBuffer checked = bytes.duplicate();
        checked.limit(start + BYTES).position(start + CHECKED_FROM);
        checksum.update(checked);
        return (int) checksum.getValue();
    }
}
