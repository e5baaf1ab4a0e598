package io.spanhouse.storage.frames;

import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.TraceId;
import java.util.List;

/**
 * Whose frames are looked for: those of spans with the run's id, and of spans for frames alone that have no run's id and the
 * run's own span as parent.
 *
 * @param project its number
 * @param traces where the run's spans lie
 * @param runIdKeys keys of the attribute with the run's id; the first that a span has counts
 * @param runId the run's id, as text
 * @param ownSpanId the run's own span, 0 as long as none is known
 * @param visibility whose spans may be seen
 */
public record FrameRequest(
        int project,
        List<TraceId> traces,
        List<String> runIdKeys,
        String runId,
        long ownSpanId,
        Visibility visibility) {
    public FrameRequest {
        traces = List.copyOf(traces);
        runIdKeys = List.copyOf(runIdKeys);
    }
}
