package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a journal while it is open: the one that is written, by the journal's thread alone, and those that are
 * not, which any thread may trim. A segment is created when the first record after open, after a full one or after a
 * failure comes.
 */
final class SegmentLog {
    private static final int BUFFER_BYTES_MIN = 4 << 10;
    private static final int BUFFER_BYTES_MAX = 1 << 20;

    private final JournalOptions options;
    private final List<SegmentInfo> closed;
    private final TreeMap<Integer, Long> sealed;
    /** For all segments in turn; there once something is written. */
    private @Nullable ByteBuffer buffer;

    private volatile @Nullable SegmentWriter current;
    /** The end of what was acknowledged. */
    private SegmentHeader.Chain chain;

    private volatile boolean endSegment;
    private volatile long acknowledgedBytes;
    private volatile long nextOffset;

    SegmentLog(JournalOptions options, JournalRecovery.Recovered recovered, SortedMap<Integer, Long> sealed) {
        this.options = options;
        closed = new ArrayList<>(recovered.segments());
        chain = recovered.chain();
        nextOffset = recovered.nextOffset();
        this.sealed = new TreeMap<>(sealed);
    }

    /** The segment to write to: a new one if there is none or the last is full or to end. */
    SegmentWriter writer() throws IOException {
        SegmentWriter writer = current;
        if (writer != null && writer.length() < options.bounds().segmentBytes() && !endSegment) {
            return writer;
        }
        endSegment = false;
        if (writer != null) {
            if (!writer.isSynced()) {
                writer.force();
            }
            leave(writer.length());
            writer.close();
        }
        return create();
    }

    private SegmentWriter create() throws IOException {
        // A number is used up even if this fails, so that no file of a failed attempt is in the way.
        long first = nextOffset;
        nextOffset = first + 1;
        Path directory = options.directory();
        SegmentHeader header = new SegmentHeader(options.identity(), first, chain, sealed());
        if (buffer == null) {
            long group = Math.max(BUFFER_BYTES_MIN, options.bounds().groupBytesMax());
            buffer = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES_MAX, group));
        }
        SegmentWriter writer = SegmentWriter.create(options.files(), directory, header, buffer);
        try {
            options.files().forceDirectory(directory);
            new HighWater(first, chain.last()).write(options.files(), directory, options.identity());
            options.files().forceDirectory(directory);
        } catch (IOException e) {
            writer.abandon(writer.length());
            throw e;
        }
        nextOffset = first;
        chain = new SegmentHeader.Chain(first, chain.last(), chain.crc());
        acknowledgedBytes = writer.length();
        current = writer;
        return writer;
    }

    /** The next write goes to a new segment. Any thread. */
    void endSegment() {
        endSegment = true;
    }

    /** Hands out the next offset. */
    long takeOffset() {
        long offset = nextOffset;
        nextOffset = offset + 1;
        return offset;
    }

    long nextOffset() {
        return nextOffset;
    }

    /** All that was appended so far is acknowledged, up to this offset. */
    void acknowledged(SegmentWriter writer, long last) {
        chain = new SegmentHeader.Chain(writer.first(), last, writer.lastCrc());
        acknowledgedBytes = writer.length();
    }

    /** The segment being written, if there is one. */
    @Nullable
    SegmentWriter current() {
        return current;
    }

    /** Leaves the segment being written behind, as what was written last may be lost. */
    void abandon() {
        SegmentWriter writer = current;
        if (writer != null) {
            leave(acknowledgedBytes);
            writer.abandon(acknowledgedBytes);
        }
    }

    private void leave(long bytes) {
        SegmentWriter writer = current;
        current = null;
        if (writer != null) {
            String name = SegmentHeader.fileName(writer.first());
            synchronized (closed) {
                closed.add(new SegmentInfo(writer.first(), nextOffset - 1, bytes, name));
            }
        }
    }

    /** Syncs, and writes down how far the journal goes, so that a later look sees if it was shortened. */
    void close() throws IOException {
        SegmentWriter writer = current;
        if (writer != null) {
            writer.flush();
            writer.force();
            leave(writer.length());
            writer.close();
            new HighWater(chain.segment(), chain.last())
                    .write(options.files(), options.directory(), options.identity());
            options.files().forceDirectory(options.directory());
        }
    }

    /** Notes for the next segment's header how far a lane is sealed. */
    void sealed(int lane, long offset) {
        synchronized (sealed) {
            if (sealed.size() < SegmentHeader.LANES_MAX || sealed.containsKey(lane)) {
                sealed.merge(lane, offset, Math::max);
            }
        }
    }

    private SortedMap<Integer, Long> sealed() {
        synchronized (sealed) {
            return new TreeMap<>(sealed);
        }
    }

    /**
     * Deletes segments that hold only offsets below {@code sealedOffset}, oldest first, but not the newest and not the
     * last so many bytes of them.
     *
     * @return bytes deleted
     */
    long trim(long sealedOffset, long keepBytes) throws IOException {
        long deleted = 0;
        synchronized (closed) {
            int sealedSegments = 0;
            long sealedBytes = 0;
            int last = current == null ? closed.size() - 1 : closed.size();
            while (sealedSegments < last && closed.get(sealedSegments).last() < sealedOffset) {
                sealedBytes += closed.get(sealedSegments++).bytes();
            }
            for (; sealedSegments > 0 && sealedBytes - closed.get(0).bytes() >= keepBytes; sealedSegments--) {
                SegmentInfo oldest = closed.get(0);
                options.files().delete(options.directory().resolve(oldest.fileName()));
                closed.remove(0);
                sealedBytes -= oldest.bytes();
                deleted += oldest.bytes();
            }
            if (deleted > 0) {
                options.files().forceDirectory(options.directory());
            }
        }
        return deleted;
    }

    /** First offset of the segment being written, 0 if there is none. */
    long currentFirst() {
        SegmentWriter writer = current;
        return writer == null ? 0 : writer.first();
    }

    /** Bytes acknowledged in the segment being written, 0 if there is none. */
    long currentBytes() {
        return current == null ? 0 : acknowledgedBytes;
    }

    /** All segments with what of them may be read: the one being written as far as it is acknowledged. Any thread. */
    List<SegmentInfo> readable() {
        SegmentWriter writer = current;
        long bytes = acknowledgedBytes;
        long last = nextOffset - 1;
        List<SegmentInfo> all = new ArrayList<>(closed());
        // The bytes are of this segment only if it is still the one being written.
        if (writer != null && writer == current) {
            all.add(new SegmentInfo(writer.first(), last, bytes, SegmentHeader.fileName(writer.first())));
        }
        return all;
    }

    /** The segments that are written no more. */
    List<SegmentInfo> closed() {
        synchronized (closed) {
            return List.copyOf(closed);
        }
    }
}
