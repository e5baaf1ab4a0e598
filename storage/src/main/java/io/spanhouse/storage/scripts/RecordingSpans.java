package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.StringTable;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace without the frames of recordings whose keep time is over: such events go into the spans' dropped counts.
 * A slice that has no frames, as nearly all, is handed on as it is. Frames are known by the run's id on their own span. Not
 * thread-safe; closes what it reads from.
 */
public final class RecordingSpans implements TraceSpans {
    private static final int NONE = -1;

    private final TraceSpans spans;
    private final HiddenFrames hidden;

    private RecordingSpans(TraceSpans spans, HiddenFrames hidden) {
        this.spans = spans;
        this.hidden = hidden;
    }

    /** What may be seen of a trace; the very same spans where nothing can be hidden. */
    public static TraceSpans of(TraceSpans spans, Recordings recordings, ScriptNames names, int project) {
        return recordings.mayHide(project)
                ? new RecordingSpans(spans, HiddenFrames.hidden(recordings, names, project))
                : spans;
    }

    @Override
    public TraceSummary summary() {
        return spans.summary();
    }

    @Override
    public long hiddenSpans() {
        return spans.hiddenSpans();
    }

    @Override
    public Completeness completeness() {
        return spans.completeness();
    }

    @Override
    public @Nullable SpanBatch next() {
        SpanBatch batch = spans.next();
        int frame = batch == null ? NONE : code(batch.strings());
        return batch == null || frame == NONE ? batch : without(batch, frame);
    }

    private static int code(StringTable strings) {
        for (int code = 0; code < strings.size(); code++) {
            if (strings.text(code).equals(HiddenFrames.EVENT)) {
                return code;
            }
        }
        return NONE;
    }

    private SpanBatch without(SpanBatch batch, int frame) {
        HiddenFrames.Rows rows = hidden.of(batch);
        boolean[] hides = new boolean[batch.rowCount()];
        boolean any = false;
        for (int row = 0; row < hides.length; row++) {
            if (batch.eventStart(row) < batch.eventEnd(row)) {
                hides[row] = rows.has(row);
                any |= hides[row];
            }
        }
        if (!any) {
            return batch;
        }
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(batch, builder);
        for (int row = 0; row < hides.length; row++) {
            boolean hidesRow = hides[row];
            copier.copyWithout(row, event -> hidesRow && batch.eventName(event) == frame);
        }
        return builder.build();
    }

    @Override
    public void close() {
        spans.close();
    }
}
