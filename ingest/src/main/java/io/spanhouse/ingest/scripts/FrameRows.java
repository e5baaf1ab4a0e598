package io.spanhouse.ingest.scripts;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scripts.RecordingCandidate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one batch as executions and frames. Each text of the batch is looked at once. */
final class FrameRows {
    private static final long NO_INDEX = -1;

    private final SpanBatch batch;
    private final PairTable pairs;
    private final int[] meanings;
    private final ByteSlice slice = new ByteSlice();
    private final boolean anyRun;

    FrameRows(SpanBatch batch, FrameKeys keys) {
        this.batch = batch;
        this.pairs = batch.pairs();
        this.meanings = new int[batch.strings().size()];
        boolean found = false;
        for (int code = 0; code < meanings.length; code++) {
            batch.strings().get(code, slice);
            meanings[code] = keys.meaning(slice.array, slice.offset, slice.length);
            found |= of(meanings[code], FrameKeys.RUN_ID);
        }
        anyRun = found;
    }

    private static boolean of(int meaning, int first) {
        return meaning >= first && meaning < first + FrameKeys.RUN_ID;
    }

    /** By row the execution that it tells of; null where it tells of none. Empty if there is none at all. */
    List<@Nullable RecordingCandidate> candidates() {
        List<@Nullable RecordingCandidate> candidates = new ArrayList<>();
        for (int row = 0; anyRun && row < batch.rowCount(); row++) {
            candidates.add(candidate(row));
        }
        return candidates;
    }

    private @Nullable RecordingCandidate candidate(int row) {
        int run = -1;
        int scriptPair = -1;
        int userPair = -1;
        for (int i = batch.attributeStart(row); i < batch.attributeEnd(row); i++) {
            int pair = batch.attribute(i);
            int meaning = meanings[pairs.key(pair)];
            if (meaning == FrameKeys.LOG) {
                return null;
            }
            if (of(meaning, FrameKeys.RUN_ID)) {
                run = first(run, pair);
            } else if (of(meaning, FrameKeys.SCRIPT)) {
                scriptPair = first(scriptPair, pair);
            } else if (of(meaning, FrameKeys.USER)) {
                userPair = first(userPair, pair);
            }
        }
        String runId = text(run);
        if (runId.isEmpty()) {
            return null;
        }
        String script = text(scriptPair);
        return new RecordingCandidate(script.isEmpty() ? service(row) : script, text(userPair), runId);
    }

    /** Of two attributes for one thing the one whose name goes first. */
    private int first(int found, int pair) {
        return found < 0 || meanings[pairs.key(pair)] < meanings[pairs.key(found)] ? pair : found;
    }

    private String service(int row) {
        ResourceTable resources = batch.resources();
        int resource = batch.resource(row);
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (meanings[pairs.key(pair)] == FrameKeys.SERVICE) {
                return text(pair);
            }
        }
        return "";
    }

    /** Names and ids are texts; a number stands for its digits. */
    private String text(int pair) {
        if (pair < 0) {
            return "";
        }
        ValueType type = ValueType.ofCode(pairs.type(pair));
        if (type != ValueType.STRING && type != ValueType.INT) {
            return "";
        }
        pairs.value(pair, slice);
        return type == ValueType.STRING ? slice.utf8() : Long.toString(ValueBytes.getInt(slice.array, slice.offset));
    }

    /** Whether an event is a frame that is not wanted: its index is no multiple of the resolution. */
    boolean isOffGrid(int event, int resolution) {
        if (meanings[batch.eventName(event)] != FrameKeys.FRAME_EVENT) {
            return false;
        }
        long index = index(event);
        return index != NO_INDEX && index % resolution != 0;
    }

    private long index(int event) {
        for (int i = batch.eventAttributeStart(event); i < batch.eventAttributeEnd(event); i++) {
            int pair = batch.eventAttribute(i);
            if (meanings[pairs.key(pair)] == FrameKeys.FRAME_INDEX && pairs.type(pair) == ValueType.INT.code()) {
                pairs.value(pair, slice);
                return Math.max(NO_INDEX, ValueBytes.getInt(slice.array, slice.offset));
            }
        }
        return NO_INDEX;
    }

    /** How many frames of a row are not wanted. */
    int offGrid(int row, int resolution) {
        int dropped = 0;
        for (int event = batch.eventStart(row); event < batch.eventEnd(row); event++) {
            dropped += isOffGrid(event, resolution) ? 1 : 0;
        }
        return dropped;
    }
}
