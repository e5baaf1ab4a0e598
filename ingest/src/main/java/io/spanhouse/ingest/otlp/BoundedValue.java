package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;

/**
 * The bytes of one nested value, which ends where it would outgrow its limit: a text is cut, what comes after it is left
 * out. Not thread-safe.
 */
final class BoundedValue {
    /** Room that any element without text needs at most: a type and a number, or a type and a length. */
    private static final int ELEMENT_BYTES = 16;

    private static final int TEXT_HEAD_BYTES = 5;
    private static final int KEPT_BYTES_MAX = 64 << 10;

    /** The bytes; not to be written to while {@link #hasRoom()} is false. */
    ValueWriter writer = new ValueWriter();
    /** The set of {@link SpanRepair} that the value took. */
    int repairs;

    private final int bytesMax;
    private boolean full;

    BoundedValue(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Starts a new value. */
    void reset() {
        writer.reset();
        repairs = 0;
        full = false;
    }

    /** Lets go of the buffer if it grew large. */
    void close() {
        if (writer.buffer().length > KEPT_BYTES_MAX) {
            writer = new ValueWriter();
        }
    }

    /** Whether another element may be written; that one may not is noted as a cut. */
    boolean hasRoom() {
        if (full || bytesMax - writer.size() < ELEMENT_BYTES) {
            noteText(SpanRepair.ATTR_BYTES.bit());
        }
        return !full;
    }

    /** How many bytes of text or bytes an element may have now. */
    int textRoom() {
        return Math.max(0, bytesMax - writer.size() - TEXT_HEAD_BYTES);
    }

    /** How many bytes the key of an element may have now. */
    int keyRoom() {
        return Math.max(0, textRoom() - ELEMENT_BYTES);
    }

    /** Notes what cleaning a text took; a text that was cut is the value's last. Gives whether it was cut. */
    boolean noteText(int textRepairs) {
        repairs |= textRepairs;
        boolean cut = (textRepairs & SpanRepair.ATTR_BYTES.bit()) != 0;
        full |= cut;
        return cut;
    }

    /** Writes a BYTES element, cut to the room there is. */
    void bytes(byte[] array, int offset, int length) {
        int taken = Math.min(length, textRoom());
        noteText(taken < length ? SpanRepair.ATTR_BYTES.bit() : 0);
        writer.bytes(ValueType.BYTES, array, offset, taken);
    }

    /** Writes the empty element that stands for one nested too deep. */
    void cutDepth(boolean heldSomething) {
        if (heldSomething) {
            repairs |= SpanRepair.DEPTH.bit();
        }
        writer.nothing(ValueType.EMPTY);
    }
}
