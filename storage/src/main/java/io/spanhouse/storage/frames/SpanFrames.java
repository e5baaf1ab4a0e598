package io.spanhouse.storage.frames;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds frames by reading all spans of all traces, whole: right, whatever is stored beside them, and slow. */
public final class SpanFrames {
    private SpanFrames() {}

    /** The frames of a run, of spans that somebody gives. */
    public static FramePlaces read(
            BiFunction<TraceRequest, QueryControl, @Nullable TraceSpans> traces,
            FrameRequest request,
            QueryControl control) {
        FrameGathering gathering = new FrameGathering(request);
        Completeness completeness = Completeness.COMPLETE;
        for (TraceId trace : request.traces()) {
            TraceRequest wanted = new TraceRequest(request.project(), trace, request.visibility());
            try (TraceSpans spans = traces.apply(wanted, control)) {
                if (spans != null) {
                    for (SpanBatch batch = spans.next(); batch != null; batch = spans.next()) {
                        for (int row = 0; row < batch.rowCount(); row++) {
                            gathering.add(trace, batch, row);
                        }
                        gathering.end();
                    }
                    completeness = spans.completeness().complete() ? completeness : spans.completeness();
                }
            }
        }
        return gathering.places(completeness);
    }
}
