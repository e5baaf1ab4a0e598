package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.TraceId;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One run as lists show it. Texts are empty where no span gives them.
 *
 * @param project number of the project
 * @param script the script's name
 * @param runId the run's id
 * @param status how it stands
 * @param timedOut whether it failed because it took too long
 * @param startNanos when it was executed, unsigned nanoseconds since 1970; of a run without an own span its first log's
 * @param endNanos when it ended, 0 while it has not
 * @param deployment id of the deployment as sent
 * @param deploymentVersion as lists show it: what was sent, else the number of the deployment
 * @param function what was called
 * @param sourceType as lists show it
 * @param source name of the trigger
 * @param user who ran it
 * @param invocation the way of execution: script, schedule, trigger, endpoint
 * @param service the service that tells of it
 * @param error first line of what went wrong, cut where it is long
 * @param ownSpan where its own span is, null as long as only logs are known
 * @param traces all traces that have spans of it, in order of their ids, at most {@link #TRACES_MAX}
 * @param spans how many spans tell of it
 */
public record RunRow(
        int project,
        String script,
        String runId,
        RunStatus status,
        boolean timedOut,
        long startNanos,
        long endNanos,
        String deployment,
        String deploymentVersion,
        String function,
        String sourceType,
        String source,
        String user,
        String invocation,
        String service,
        String error,
        @Nullable SpanPlace ownSpan,
        List<TraceId> traces,
        int spans) {
    /** Most traces that a row names; logs name their traces themselves. */
    public static final int TRACES_MAX = 1_000;

    public RunRow {
        traces = List.copyOf(traces);
    }

    /** How long it took; empty for what has not succeeded. */
    public OptionalLong responseNanos() {
        return status == RunStatus.SUCCESS ? OptionalLong.of(endNanos - startNanos) : OptionalLong.empty();
    }

    /** How long it took, however it ended; empty while it has not. */
    public OptionalLong durationNanos() {
        return endNanos == 0 ? OptionalLong.empty() : OptionalLong.of(endNanos - startNanos);
    }
}
