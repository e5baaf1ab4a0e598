package io.spanhouse.ingest.admission;

import io.spanhouse.storage.model.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one body, collected in segments up to a limit, each paid for with a permit before it is allocated. A body
 * over the limit costs at most the limit and one byte; a length that a client only claims allocates at most {@link
 * #CLAIMED_BYTES_MAX}. A body that fits its first segment is never copied.
 *
 * <p>One thread at a time. Permits go back with the request's {@link PermitHolder}.
 */
public final class BodyBuffer {
    /** The most that a claimed or guessed length can allocate. */
    static final int CLAIMED_BYTES_MAX = 1 << 20;

    private static final int FIRST_SEGMENT_BYTES_MIN = 1 << 10;
    private static final int SEGMENT_BYTES_MIN = 64 << 10;
    private static final int SEGMENT_BYTES_MAX = 1 << 20;

    private final PermitHolder permits;
    private final long bytesMax;
    private final RejectionKind whenOver;
    private final List<byte[]> full = new ArrayList<>();
    private long fullBytes;
    private byte[] segment = new byte[0];
    private int segmentSize;
    private int firstSegmentBytes = FIRST_SEGMENT_BYTES_MIN;

    /**
     * An empty body.
     *
     * @param whenOver what a body of more than {@code bytesMax} bytes is refused as
     */
    public BodyBuffer(PermitHolder permits, int bytesMax, RejectionKind whenOver) {
        this.permits = permits;
        this.bytesMax = bytesMax;
        this.whenOver = whenOver;
    }

    /** The body is said or guessed to be so long; at most 0 if nobody knows. To be called before the first byte. */
    public BodyBuffer expect(long claimedBytes) {
        firstSegmentBytes = (int) Math.max(FIRST_SEGMENT_BYTES_MIN, Math.min(claimedBytes, CLAIMED_BYTES_MAX));
        return this;
    }

    /** The body is so long, because all of it has been received already. To be called before the first byte. */
    public BodyBuffer expectReceived(int bytes) {
        firstSegmentBytes = Math.max(FIRST_SEGMENT_BYTES_MIN, bytes);
        return this;
    }

    /** Appends all that the stream has. */
    public void readAll(InputStream in) throws IOException, RejectedException {
        while (true) {
            if (segmentSize == segment.length) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                makeRoom();
                segment[segmentSize++] = (byte) next;
                requireWithinLimit();
            }
            int count = in.read(segment, segmentSize, segment.length - segmentSize);
            if (count < 0) {
                return;
            }
            segmentSize += count;
            requireWithinLimit();
        }
    }

    /** Appends the rest of a buffer. */
    public void write(ByteBuffer bytes) throws RejectedException {
        while (bytes.hasRemaining()) {
            if (segmentSize == segment.length) {
                makeRoom();
            }
            int count = Math.min(bytes.remaining(), segment.length - segmentSize);
            bytes.get(segment, segmentSize, count);
            segmentSize += count;
            requireWithinLimit();
        }
    }

    /** Bytes collected. */
    public long size() {
        return fullBytes + segmentSize;
    }

    /** All bytes in one array; the buffer is empty afterwards, and its permits cover that array only. */
    public ByteSlice takeAll() throws RejectedException {
        ByteSlice all = new ByteSlice();
        if (full.isEmpty()) {
            all.set(segment, 0, segmentSize);
        } else {
            int size = (int) size();
            permits.hold(size);
            byte[] joined = new byte[size];
            int position = 0;
            for (byte[] part : full) {
                System.arraycopy(part, 0, joined, position, part.length);
                position += part.length;
            }
            System.arraycopy(segment, 0, joined, position, segmentSize);
            permits.release(fullBytes + segment.length);
            all.set(joined);
        }
        full.clear();
        fullBytes = 0;
        segment = new byte[0];
        segmentSize = 0;
        return all;
    }

    private void makeRoom() throws RejectedException {
        boolean first = full.isEmpty() && segment.length == 0;
        long wanted = first ? firstSegmentBytes : Math.min(Math.max(size(), SEGMENT_BYTES_MIN), SEGMENT_BYTES_MAX);
        int length = (int) Math.min(wanted, bytesMax + 1 - size());
        permits.hold(length);
        if (segment.length > 0) {
            full.add(segment);
            fullBytes += segment.length;
        }
        segment = new byte[length];
        segmentSize = 0;
    }

    private void requireWithinLimit() throws RejectedException {
        if (size() > bytesMax) {
            String form = whenOver == RejectionKind.INFLATED_TOO_LARGE ? "inflates to" : "has";
            throw new RejectedException(
                    whenOver, "the request " + form + " more than " + bytesMax + " bytes; send smaller batches");
        }
    }
}
