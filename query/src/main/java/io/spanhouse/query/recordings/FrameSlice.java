package io.spanhouse.query.recordings;

import io.spanhouse.query.recordings.FrameKeys.Meaning;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;

/** Spans of a trace, seen as frames of one run. Each text is looked at once a slice. Not thread-safe. */
final class FrameSlice {
    /** In place of a frame's index: the event is no frame. */
    static final int NO_FRAME = -1;

    private final SpanBatch batch;
    private final PairTable pairs;
    private final FrameOwner owner;
    private final Meaning[] meanings;
    private final String[] texts;
    private final ByteSlice slice = new ByteSlice();

    FrameSlice(SpanBatch batch, FrameKeys keys, FrameOwner owner) {
        this.batch = batch;
        this.pairs = batch.pairs();
        this.owner = owner;
        this.texts = new String[batch.strings().size()];
        this.meanings = new Meaning[texts.length];
        for (int code = 0; code < texts.length; code++) {
            texts[code] = batch.strings().text(code);
            meanings[code] = keys.of(texts[code]);
        }
    }

    SpanBatch batch() {
        return batch;
    }

    /** Whether a span is the run's: it has the run's id, or has frames, no run's id, and the run's own span as parent. */
    boolean isOfRun(int row) {
        for (int i = batch.attributeStart(row); i < batch.attributeEnd(row); i++) {
            int pair = batch.attribute(i);
            if (meanings[pairs.key(pair)] == Meaning.RUN_ID) {
                return text(pair).equals(owner.runId());
            }
        }
        return meanings[batch.name(row)] == Meaning.FRAMES_SPAN
                && owner.ownSpanId() != 0
                && batch.parentSpanId(row) == owner.ownSpanId();
    }

    /** The index of an event that is a frame; {@link #NO_FRAME} if it is none. */
    int frameIndex(int event) {
        if (meanings[batch.eventName(event)] != Meaning.FRAME) {
            return NO_FRAME;
        }
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            if (meaning(pair) == Meaning.INDEX && type(pair) == ValueType.INT) {
                pairs.value(pair, slice);
                long index = ValueBytes.getInt(slice.array, slice.offset);
                return index >= 0 && index <= FrameIndex.INDEX_MAX ? (int) index : NO_FRAME;
            }
        }
        return NO_FRAME;
    }

    boolean isException(int event) {
        return meanings[batch.eventName(event)] == Meaning.EXCEPTION;
    }

    Meaning meaning(int pair) {
        return meanings[pairs.key(pair)];
    }

    ValueType type(int pair) {
        return ValueType.ofCode(pairs.type(pair));
    }

    /** The name of the variable that a pair is the value of. */
    String variable(int pair) {
        return texts[pairs.key(pair)].substring(FrameKeys.VARIABLE_PREFIX.length());
    }

    /** A pair's value as short text. */
    String text(int pair) {
        pairs.value(pair, slice);
        return switch (type(pair)) {
            case STRING -> slice.utf8();
            case INT -> Long.toString(ValueBytes.getInt(slice.array, slice.offset));
            case ABSENT, EMPTY, BOOL, DOUBLE, BYTES, ARRAY, KVLIST -> "";
        };
    }

    /** A copy of a pair's value. */
    byte[] value(int pair) {
        pairs.value(pair, slice);
        return slice.toByteArray();
    }

    /** Bytes of an event's keys and values. */
    long bytes(int event) {
        long bytes = 0;
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            pairs.value(pair, slice);
            bytes += slice.length + texts[pairs.key(pair)].length();
        }
        return bytes;
    }
}
