package io.spanhouse.query.recordings;

import io.spanhouse.query.recordings.FrameKeys.Meaning;
import io.spanhouse.storage.frames.ExceptionText;
import io.spanhouse.storage.frames.FrameNames;
import io.spanhouse.storage.frames.FrameOwner;
import io.spanhouse.storage.frames.FrameRequest;
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

    FrameSlice(SpanBatch batch, FrameRequest request) {
        this.batch = batch;
        this.pairs = batch.pairs();
        this.owner = new FrameOwner(batch, request);
        this.texts = new String[batch.strings().size()];
        this.meanings = new Meaning[texts.length];
        for (int code = 0; code < texts.length; code++) {
            texts[code] = batch.strings().text(code);
            meanings[code] = FrameKeys.of(texts[code]);
        }
    }

    SpanBatch batch() {
        return batch;
    }

    /** The event of a row that is the frame at a position; {@link #NO_FRAME} if it is not there. */
    int event(int row, FrameIndex index, int position) {
        int event = batch.eventStart(row) + index.event(position);
        return event < batch.eventEnd(row) && frameIndex(event) == index.index(position) && owner.isOfRun(row)
                ? event
                : NO_FRAME;
    }

    /** What a frame says of an exception, or the last event behind it and before the next frame does. */
    String exceptionText(int row, int frame) {
        String text = ExceptionText.of(batch, frame);
        for (int event = frame + 1; event < batch.eventEnd(row) && frameIndex(event) == NO_FRAME; event++) {
            text = meanings[batch.eventName(event)] == Meaning.EXCEPTION ? ExceptionText.of(batch, event) : text;
        }
        return text;
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
                return index >= 0 && index <= FrameNames.INDEX_MAX ? (int) index : NO_FRAME;
            }
        }
        return NO_FRAME;
    }

    Meaning meaning(int pair) {
        return meanings[pairs.key(pair)];
    }

    ValueType type(int pair) {
        return ValueType.ofCode(pairs.type(pair));
    }

    /** The name of the variable that a pair is the value of. */
    String variable(int pair) {
        return texts[pairs.key(pair)].substring(FrameNames.VARIABLE_PREFIX.length());
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
}
