package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads one segment from front to back and decides what every byte of it is: a record, damage, or the torn end of a write
 * that was never acknowledged.
 *
 * <p>What is unreadable waits until something proves that it had been synced: a later record that says so, or the known
 * last offset. Readable records behind it wait with it, so that a visitor is never shown a record behind a torn one. What
 * nothing proves is the torn end. A healthy segment is read once and nothing waits. Used once; not thread-safe.
 */
final class SegmentScan {
    private final String fileName;
    private final long segment;
    private final SegmentBytes bytes;
    private final RecordHeader header;
    private final RecordVisitor visitor;
    private final CRC32C checksum = new CRC32C();
    private final ByteSlice payload = new ByteSlice();
    private final Deque<Part> waiting = new ArrayDeque<>();
    private final List<JournalDamage> damages = new ArrayList<>();
    private long expected;
    private long highestSeen;
    private long lastGood;
    private int lastGoodCrc;
    private long accounted;
    private long end;
    private long records;
    private boolean cut;

    /** A stretch that waits for its verdict: an unreadable one, or a readable record behind one. */
    private record Part(boolean readable, long start, long end, long firstOffset, long lastOffset) {}

    /**
     * What is known of the segment beforehand.
     *
     * @param fileName the name of its file
     * @param first the first offset it may hold
     * @param start where its records start
     * @param limit the last offset it holds; records behind were refused when written. Long.MAX_VALUE if not known
     * @param proven the highest offset known to have been synced in this segment. Long.MAX_VALUE if all was
     * @param bytesMax so much of the file is looked at; more may just be being written
     */
    record Terms(String fileName, long first, long start, long limit, long proven, long bytesMax) {
        /** The whole file. */
        Terms(String fileName, long first, long start, long limit, long proven) {
            this(fileName, first, start, limit, proven, Long.MAX_VALUE);
        }
    }

    /**
     * What was found.
     *
     * @param lastGood highest offset of a record that was read, 0 for none
     * @param lastGoodCrc its header CRC
     * @param accounted highest offset that was read or is part of a damage, 0 for none
     * @param highestSeen highest offset of any readable header, shown or not
     * @param end length up to which the segment is what it should be; the rest is a torn end
     * @param cut whether there is a torn end
     * @param records records shown
     * @param damages what is damaged
     */
    record Findings(
            long lastGood,
            int lastGoodCrc,
            long accounted,
            long highestSeen,
            long end,
            boolean cut,
            long records,
            List<JournalDamage> damages) {}

    private SegmentScan(JournalIdentity identity, Terms terms, StorageFile file, RecordVisitor visitor)
            throws IOException {
        fileName = terms.fileName();
        segment = terms.first();
        bytes = new SegmentBytes(file, terms.bytesMax());
        header = new RecordHeader(identity, terms.first());
        this.visitor = visitor;
        expected = terms.first();
        end = Math.min(terms.start(), bytes.size());
    }

    static Findings scan(JournalIdentity identity, Terms terms, StorageFile file, RecordVisitor visitor)
            throws IOException {
        SegmentScan scan = new SegmentScan(identity, terms, file, visitor);
        scan.run(terms);
        return new Findings(
                scan.lastGood,
                scan.lastGoodCrc,
                scan.accounted,
                scan.highestSeen,
                scan.end,
                scan.cut,
                scan.records,
                scan.damages);
    }

    private void run(Terms terms) throws IOException {
        long position = terms.start();
        while (position < bytes.size()) {
            if (!readHeader(position)) {
                long next = nextHeader(position + 1);
                unreadable(position, next, 0);
                position = next;
                continue;
            }
            if (header.offset > terms.limit()) {
                break;
            }
            highestSeen = Math.max(highestSeen, header.offset);
            long next = position + RecordHeader.BYTES + header.payloadBytes;
            if (header.offset < expected || next > bytes.size() || !payloadIsGood(position)) {
                next = Math.min(next, bytes.size());
                unreadable(position, next, header.offset < expected ? 0 : header.offset);
            } else {
                readable(position, next);
            }
            position = next;
        }
        finish(terms);
    }

    private void readable(long start, long next) throws IOException {
        missingBefore(start);
        expected = header.offset + 1;
        if (waiting.isEmpty()) {
            show(start, next);
            return;
        }
        decideBelow(header.synced);
        readHeader(start);
        if (waiting.isEmpty()) {
            show(start, next);
        } else {
            waiting.add(new Part(true, start, next, header.offset, header.offset));
        }
    }

    /** Offsets between the last record and this one: of the unreadable stretch before it, or plainly missing. */
    private void missingBefore(long start) {
        Part before = waiting.peekLast();
        if (before != null && !before.readable() && before.end() == start) {
            waiting.removeLast();
            boolean none = before.firstOffset() >= header.offset;
            waiting.add(new Part(
                    false, before.start(), start, none ? 0 : before.firstOffset(), none ? 0 : header.offset - 1));
        } else if (header.offset > expected) {
            waiting.add(new Part(false, start, start, expected, header.offset - 1));
        }
    }

    private void unreadable(long start, long next, long knownOffset) {
        Part before = waiting.peekLast();
        long last = knownOffset == 0 ? expected : knownOffset;
        if (before != null && !before.readable() && before.end() == start) {
            waiting.removeLast();
            waiting.add(
                    new Part(false, before.start(), next, before.firstOffset(), Math.max(before.lastOffset(), last)));
        } else {
            waiting.add(new Part(false, start, next, expected, last));
        }
        if (knownOffset != 0) {
            expected = knownOffset + 1;
        }
    }

    /** All that waits and starts below a length that was synced is decided: unreadable means damaged. */
    private void decideBelow(long synced) throws IOException {
        for (Part part = waiting.peek(); part != null && (part.readable() || part.start() < synced); ) {
            waiting.remove();
            settle(part);
            part = waiting.peek();
        }
    }

    private void finish(Terms terms) throws IOException {
        for (Part part = waiting.peek(); part != null && (part.readable() || part.firstOffset() <= terms.proven()); ) {
            waiting.remove();
            settle(part);
            part = waiting.peek();
        }
        Part torn = waiting.peek();
        if (torn != null) {
            end = torn.start();
            cut = true;
        }
        if (accounted < terms.proven() && terms.proven() >= segment && terms.proven() != Long.MAX_VALUE) {
            JournalDamage.Kind kind = terms.limit() == Long.MAX_VALUE
                    ? JournalDamage.Kind.SHORTENED_TAIL
                    : JournalDamage.Kind.MISSING_RECORDS;
            damage(kind, end, 0, Math.max(segment, accounted + 1), terms.proven());
        }
    }

    private void settle(Part part) throws IOException {
        if (!part.readable()) {
            JournalDamage.Kind kind =
                    part.end() > part.start() ? JournalDamage.Kind.BAD_BYTES : JournalDamage.Kind.MISSING_RECORDS;
            damage(kind, part.start(), part.end() - part.start(), part.firstOffset(), part.lastOffset());
            end = part.end();
            return;
        }
        readHeader(part.start());
        show(part.start(), part.end());
    }

    private void damage(JournalDamage.Kind kind, long position, long length, long firstOffset, long lastOffset) {
        damages.add(new JournalDamage(kind, fileName, position, length, firstOffset, lastOffset, null));
        accounted = Math.max(accounted, lastOffset);
    }

    private void show(long start, long next) throws IOException {
        if (header.format != JournalRecord.FORMAT_MARK) {
            ByteBuffer window = bytes.holding(start, RecordHeader.BYTES + header.payloadBytes);
            int at = window.arrayOffset() + bytes.index(start) + RecordHeader.BYTES;
            visit(header.record(segment, start), payload.set(window.array(), at, header.payloadBytes), next - start);
        }
        lastGood = header.offset;
        lastGoodCrc = header.headerCrc;
        accounted = Math.max(accounted, header.offset);
        end = next;
    }

    /** Shows a record. If it makes no sense to who knows what records are, then it is damaged, whatever its checksum says. */
    private void visit(JournalRecord record, ByteSlice bytesOfIt, long length) {
        try {
            visitor.record(record, bytesOfIt);
            records++;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            damage(JournalDamage.Kind.BAD_RECORD, record.place().position(), length, record.offset(), record.offset());
        }
    }

    private long nextHeader(long from) throws IOException {
        long position = bytes.nextMagic(from);
        while (position < bytes.size() && !readHeader(position)) {
            position = bytes.nextMagic(position + 1);
        }
        return position;
    }

    private boolean readHeader(long position) throws IOException {
        if (bytes.size() - position < RecordHeader.BYTES) {
            return false;
        }
        ByteBuffer window = bytes.holding(position, RecordHeader.BYTES);
        return header.read(window, bytes.index(position));
    }

    private boolean payloadIsGood(long position) throws IOException {
        ByteBuffer window = bytes.holding(position, RecordHeader.BYTES + header.payloadBytes);
        checksum.reset();
        int at = window.arrayOffset() + bytes.index(position) + RecordHeader.BYTES;
        checksum.update(window.array(), at, header.payloadBytes);
        return (int) checksum.getValue() == header.payloadCrc;
    }
}
