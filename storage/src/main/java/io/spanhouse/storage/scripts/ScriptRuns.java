package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Visibility;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs of scripts and their logs. Every method sees all spans that were acknowledged before it was called. Any thread.
 *
 * <p>Failures are {@link io.spanhouse.storage.model.StoreException}s: BAD_INPUT for a cursor that is of another request or has expired, OVERLOADED where a
 * project has more runs than memory is set aside for, CANCELLED where the query's time is over.
 */
public interface ScriptRuns {
    /** The scripts of a project: all that have runs or announced deployments that are kept. */
    ScriptList scripts(int project, Visibility visibility, QueryControl control);

    /** A page of runs. */
    RunPage runs(RunRequest request, QueryControl control);

    /**
     * All runs of a selection in an order, as they are when this is called, however long the visitor takes.
     *
     * @throws io.spanhouse.storage.model.StoreException UNAVAILABLE if spans were taken away meanwhile
     */
    void eachRun(RunSelection selection, RunOrder order, QueryControl control, Consumer<RunRow> visitor);

    /** One run; null if there is none with this id of this script. */
    @Nullable
    RunRow run(int project, String script, String runId, Visibility visibility, QueryControl control);

    /** Input and output of a run. */
    RunPayload payload(RunRow run, QueryControl control);

    /** A run and what stands beside it in a list; null if there is no such run. */
    @Nullable
    RunNeighbours neighbours(RunSelection selection, RunOrder order, String runId, QueryControl control);

    /**
     * Figures.
     *
     * @param stepBounds where steps of a trend begin, ascending nanoseconds, and as the last the end of the last step; empty
     *     for no trend
     */
    RunMetrics metrics(RunSelection selection, long[] stepBounds, QueryControl control);

    /** Distinct values of a column of the runs of a selection that contain a text, the most frequent first. */
    ColumnValues runValues(RunSelection selection, RunColumn column, String contained, int limit, QueryControl control);

    /** A page of logs. */
    LogPage logs(LogRequest request, QueryControl control);

    /**
     * All logs of a selection by their times, as they are when this is called.
     *
     * @throws io.spanhouse.storage.model.StoreException UNAVAILABLE if spans were taken away meanwhile
     */
    void eachLog(LogSelection selection, boolean descending, QueryControl control, Consumer<LogRow> visitor);

    /** Distinct values of a column of the logs of a selection that contain a text, the most frequent first. */
    ColumnValues logValues(LogSelection selection, LogColumn column, String contained, int limit, QueryControl control);

    /** A number that is another one after runs or logs of the project changed. */
    long revision(int project, QueryControl control);
}
