package io.spanhouse.storage.journal;

/**
 * What the journal says of one record beside its payload.
 *
 * @param offset its number in the partition; grows, never used twice
 * @param tick the store's slow clock when the journal took it
 * @param receivedMillis when the batch was received, milliseconds since 1970
 * @param project the project's number
 * @param lane the retention lane of the project at that time
 * @param spanCount spans in the payload
 * @param format what the payload is: {@link #FORMAT_FRAME} or {@link #FORMAT_MARK}
 * @param payloadBytes length of the payload
 * @param place where it lies
 */
public record JournalRecord(
        long offset,
        long tick,
        long receivedMillis,
        int project,
        int lane,
        int spanCount,
        int format,
        int payloadBytes,
        JournalPlace place) {
    /** No payload; the record only proves what is before it. Never shown to a visitor or listener. */
    public static final int FORMAT_MARK = 0;

    /** The payload is a frame of {@link FrameCodec}. */
    public static final int FORMAT_FRAME = 1;

    /** Longest payload. */
    public static final int PAYLOAD_BYTES_MAX = 64 << 20;
}
