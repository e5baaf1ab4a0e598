package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanPrinter;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Prints a journal's directory, or one segment of it, for people: segments, records, their spans if wanted, and what is
 * damaged. Changes nothing, so it may look at the files of a running program; what is just being written then looks like a
 * torn end. Holds one record at a time. Used once.
 */
public final class JournalDump {
    private final StorageFiles files;
    private final LineOutput out;
    private final Detail detail;
    private final SpanPrinter spans;
    private @Nullable Summary summary;
    private long recordsShown;

    /**
     * What is printed.
     *
     * @param records a line for each record, not only sums
     * @param spans the spans of each record
     * @param recordsMax most records of a segment that are shown; the sums are of all
     * @param projects numbers of the projects whose records are shown
     */
    public record Detail(boolean records, boolean spans, long recordsMax, IntPredicate projects) {
        /** Every record, without its spans. */
        public static final Detail RECORDS = new Detail(true, false, Long.MAX_VALUE, project -> true);
    }

    /** Sums of one segment. */
    private static final class Summary {
        final long segment;
        long records;
        long spans;
        long bytes;
        long firstOffset;
        long lastOffset;
        long receivedMillisMin = Long.MAX_VALUE;
        long receivedMillisMax = Long.MIN_VALUE;

        Summary(long segment) {
            this.segment = segment;
        }
    }

    public JournalDump(StorageFiles files, LineOutput out, Detail detail) {
        this.files = files;
        this.out = out;
        this.detail = detail;
        spans = new SpanPrinter(out);
    }

    /**
     * Prints the journal of a directory.
     *
     * @param known whose it is, for where no header says so; null if nobody knows
     * @param sealedBelow records below this offset are in blocks: that the oldest of them are not here is no damage
     * @return how much was found damaged
     * @throws StoreException NOT_FOUND if there is no readable segment, TOO_NEW if one is of a later version
     */
    public int print(Path directory, @Nullable JournalIdentity known, long sealedBelow) throws IOException {
        JournalIdentity said = identityIn(directory, true);
        JournalIdentity identity = said == null ? known : said;
        if (identity == null) {
            throw new StoreException(
                    FailureKind.NOT_FOUND, "directory " + directory + " has no journal segment that can be read");
        }
        JournalOptions options = JournalOptions.of(directory, identity, () -> 0).with(files);
        JournalRecovery.Recovered end = new JournalRecovery(options, 1, this::record, false).recover(1);
        endSegment();
        List<JournalDamage> found = end.damages().stream()
                .filter(damage -> !isTrimmed(damage, sealedBelow))
                .toList();
        damages(found);
        out.line("records " + end.records() + ", torn end " + end.cutBytes() + " bytes, next offset "
                + end.nextOffset());
        return found.size();
    }

    private static boolean isTrimmed(JournalDamage damage, long sealedBelow) {
        return damage.kind() == JournalDamage.Kind.MISSING_SEGMENT
                && damage.firstOffset() == 1
                && damage.lastOffset() < sealedBelow;
    }

    /**
     * Prints one segment. Whose it is says its header; if that is damaged, those of the segments beside it.
     *
     * @param known whose it is, for where no header says so; null if nobody knows
     * @return how much was found damaged
     * @throws StoreException CORRUPT if nothing says whose it is: records cannot be told from other bytes then
     */
    public int printSegment(Path path, @Nullable JournalIdentity known) throws IOException {
        String fileName = String.valueOf(path.getFileName());
        SegmentHeader header = header(path, true);
        Path directory = path.toAbsolutePath().getParent();
        JournalIdentity beside = directory == null ? null : identityIn(directory, false);
        JournalIdentity identity = header != null ? header.identity() : beside != null ? beside : known;
        long named = SegmentHeader.firstOf(fileName);
        if (identity == null || (header == null && named < 0)) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    path + " has no readable header, and "
                            + (identity == null
                                    ? "no segment beside it says whose it is"
                                    : "its name does not say its first offset")
                            + ": its records cannot be told from other bytes");
        }
        long first = header == null ? named : header.first();
        long start = header == null ? 0 : header.bytes();
        SegmentScan.Findings found;
        long bytes;
        try (StorageFile file = files.openForReading(path)) {
            bytes = file.size();
            found = SegmentScan.scan(
                    identity, new SegmentScan.Terms(fileName, first, start, Long.MAX_VALUE, 0), file, this::record);
        }
        endSegment();
        damages(found.damages());
        out.line("records " + found.records() + ", "
                + (found.cut()
                        ? "from byte " + found.end() + " on " + (bytes - found.end())
                                + " bytes are no record: a torn end, or damage that no later record proves"
                        : "the segment ends where its records end"));
        return found.damages().size() + (header == null ? 1 : 0);
    }

    private void damages(List<JournalDamage> damages) {
        for (JournalDamage damage : damages) {
            out.line("damage " + damage);
        }
    }

    private @Nullable JournalIdentity identityIn(Path directory, boolean print) throws IOException {
        @Nullable JournalIdentity identity = null;
        for (String fileName : files.list(directory)) {
            if (SegmentHeader.firstOf(fileName) >= 0) {
                SegmentHeader header = header(directory.resolve(fileName), print);
                identity = identity == null && header != null ? header.identity() : identity;
            }
        }
        return identity;
    }

    private @Nullable SegmentHeader header(Path path, boolean print) throws IOException {
        SegmentHeader header;
        long bytes;
        try (StorageFile file = files.openForReading(path)) {
            header = SegmentHeader.read(file, String.valueOf(path.getFileName()));
            bytes = file.size();
        }
        if (!print) {
            return header;
        }
        if (header == null) {
            out.line("segment " + path.getFileName() + ", " + bytes + " bytes, header unreadable");
        } else {
            out.line("segment " + path.getFileName() + ", " + bytes + " bytes, store "
                    + header.identity().store() + ", partition "
                    + header.identity().partition() + ", first offset " + header.first() + ", after offset "
                    + header.previous().last() + ", sealed " + header.sealed());
        }
        return header;
    }

    private void record(JournalRecord record, ByteSlice payload) {
        if (!detail.projects().test(record.project())) {
            return;
        }
        Summary sums = summary;
        if (sums == null || sums.segment != record.place().segment()) {
            endSegment();
            sums = new Summary(record.place().segment());
            sums.firstOffset = record.offset();
            summary = sums;
        }
        sums.records++;
        sums.spans += record.spanCount();
        sums.bytes += record.payloadBytes();
        sums.lastOffset = record.offset();
        sums.receivedMillisMin = Math.min(sums.receivedMillisMin, record.receivedMillis());
        sums.receivedMillisMax = Math.max(sums.receivedMillisMax, record.receivedMillis());
        if (recordsShown++ >= detail.recordsMax()) {
            return;
        }
        if (detail.records()) {
            out.line("record " + record.offset() + " at " + record.place().segment() + ":"
                    + record.place().position() + ", tick " + record.tick() + ", received "
                    + Instant.ofEpochMilli(record.receivedMillis()) + ", project " + record.project() + ", lane "
                    + record.lane() + ", spans " + record.spanCount() + ", format " + record.format() + ", "
                    + record.payloadBytes() + " bytes");
        }
        if (detail.spans() && record.format() == JournalRecord.FORMAT_FRAME) {
            spans(payload);
        }
    }

    private void endSegment() {
        Summary sums = summary;
        if (sums != null) {
            if ((detail.records() || detail.spans()) && recordsShown > detail.recordsMax()) {
                out.line("... and " + (recordsShown - detail.recordsMax()) + " more records");
            }
            out.line("segment " + sums.segment + ": " + sums.records + " records, offsets " + sums.firstOffset + " to "
                    + sums.lastOffset + ", " + sums.spans + " spans, " + sums.bytes + " bytes of payload, received "
                    + Instant.ofEpochMilli(sums.receivedMillisMin) + " to "
                    + Instant.ofEpochMilli(sums.receivedMillisMax));
        }
        summary = null;
        recordsShown = 0;
    }

    private void spans(ByteSlice payload) {
        SpanBatch batch;
        try {
            batch = FrameCodec.decode(payload);
        } catch (StoreException e) {
            out.line("  unreadable: " + e.getMessage());
            return;
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            spans.print(batch, row);
        }
    }
}
