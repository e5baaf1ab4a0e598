package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Prints a journal's directory for people: segments, records, their spans if wanted, and what is damaged. Changes nothing,
 * so it may look at the files of a running program; what is just being written then looks like a torn end.
 */
public final class JournalDump {
    private final StorageFiles files;
    private final Appendable out;
    private final boolean withSpans;

    /** A dump to some output; a line for each span too, if wanted. */
    public JournalDump(StorageFiles files, Appendable out, boolean withSpans) {
        this.files = files;
        this.out = out;
        this.withSpans = withSpans;
    }

    /**
     * Prints the journal of a directory.
     *
     * @throws StoreException NOT_FOUND if there is no readable segment, TOO_NEW if one is of a later version
     */
    public void print(Path directory) throws IOException {
        @Nullable JournalIdentity identity = null;
        for (String fileName : files.list(directory)) {
            if (SegmentHeader.firstOf(fileName) >= 0) {
                SegmentHeader header = header(directory.resolve(fileName));
                identity = identity == null && header != null ? header.identity() : identity;
            }
        }
        if (identity == null) {
            throw new StoreException(
                    FailureKind.NOT_FOUND, "directory " + directory + " has no journal segment that can be read");
        }
        JournalOptions options = JournalOptions.of(directory, identity, () -> 0).with(files);
        JournalRecovery.Recovered found;
        try {
            found = new JournalRecovery(options, 1, this::record, false).recover(1);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (JournalDamage damage : found.damages()) {
            line("damage " + damage);
        }
        line("records " + found.records() + ", torn end " + found.cutBytes() + " bytes, next offset "
                + found.nextOffset());
    }

    private @Nullable SegmentHeader header(Path path) throws IOException {
        SegmentHeader header;
        long bytes;
        try (StorageFile file = files.openForReading(path)) {
            header = SegmentHeader.read(file);
            bytes = file.size();
        }
        if (header == null) {
            line("segment " + path.getFileName() + ", " + bytes + " bytes, header unreadable");
            return null;
        }
        line("segment " + path.getFileName() + ", " + bytes + " bytes, store "
                + header.identity().store() + ", partition "
                + header.identity().partition() + ", first offset " + header.first() + ", after offset "
                + header.previous().last() + ", sealed " + header.sealed());
        return header;
    }

    private void record(JournalRecord record, ByteSlice payload) {
        try {
            line("record " + record.offset() + " at " + record.place().segment() + ":"
                    + record.place().position() + ", tick " + record.tick() + ", received "
                    + Instant.ofEpochMilli(record.receivedMillis()) + ", project " + record.project() + ", lane "
                    + record.lane() + ", spans " + record.spanCount() + ", format " + record.format() + ", "
                    + record.payloadBytes() + " bytes");
            if (withSpans && record.format() == JournalRecord.FORMAT_FRAME) {
                spans(payload);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void spans(ByteSlice payload) throws IOException {
        SpanBatch batch;
        try {
            batch = FrameCodec.decode(payload);
        } catch (StoreException e) {
            line("  unreadable: " + e.getMessage());
            return;
        }
        for (int row = 0; row < batch.rowCount(); row++) {
            line("  span " + new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row)) + " "
                    + HexFormat.of().toHexDigits(batch.spanId(row)) + " start "
                    + Long.toUnsignedString(batch.startNanos(row)) + " "
                    + batch.strings().text(batch.name(row)));
        }
    }

    private void line(String text) throws IOException {
        out.append(text).append('\n');
    }
}
