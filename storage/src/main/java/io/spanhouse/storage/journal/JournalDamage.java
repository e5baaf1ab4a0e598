package io.spanhouse.storage.journal;

import org.jspecify.annotations.Nullable;

/**
 * Something in a journal that was on disk and is no more what was written: a reason for an alarm. The torn end of an
 * interrupted write is none.
 *
 * @param kind what it is
 * @param file the name of the file it concerns
 * @param position byte of the file where it starts
 * @param bytes how many bytes are unreadable, 0 if something is missing
 * @param firstOffset first offset that may be lost, 0 if none is
 * @param lastOffset last offset that may be lost
 * @param setAside the copy of the bytes in {@code quarantine/}, null if there are none or the copy failed
 */
public record JournalDamage(
        Kind kind,
        String file,
        long position,
        long bytes,
        long firstOffset,
        long lastOffset,
        @Nullable String setAside) {
    /** What kinds of damage there are. */
    public enum Kind {
        /** Bytes within a segment are no record. */
        BAD_BYTES,
        /** A record has its checksum but is none that can be read. */
        BAD_RECORD,
        /** Records that were synced are not there. */
        MISSING_RECORDS,
        /** A whole segment is not there. */
        MISSING_SEGMENT,
        /** The start of a segment is unreadable; its records are read all the same. */
        BAD_SEGMENT_HEADER,
        /** A segment has the name of another; it is read where it belongs. */
        MISPLACED_SEGMENT,
        /** A segment of another store or partition, or a second copy; it was set aside. */
        FOREIGN_SEGMENT,
        /** A segment ends in another record than its successor says. */
        BROKEN_CHAIN,
        /** The journal ends before the offset up to which it was synced. */
        SHORTENED_TAIL,
        /** The high-water file is unreadable. */
        BAD_HIGH_WATER
    }

    JournalDamage withSetAside(@Nullable String name) {
        return new JournalDamage(kind, file, position, bytes, firstOffset, lastOffset, name);
    }

    /** One line for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.toString()).append(" in ").append(file);
        text.append(" at byte ").append(position);
        if (bytes > 0) {
            text.append(", ").append(bytes).append(" bytes");
        }
        if (firstOffset > 0) {
            text.append(", offsets ").append(firstOffset).append(" to ").append(lastOffset);
        }
        if (setAside != null) {
            text.append(", set aside as ").append(setAside);
        }
        return text.toString();
    }
}
