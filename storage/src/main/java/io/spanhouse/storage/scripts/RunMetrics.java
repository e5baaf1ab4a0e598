package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import java.util.List;

/**
 * Figures of a selection of runs, and how they went over time.
 *
 * @param figures of all of the selection
 * @param sinceDeployment runs of the script since its newest deployment, whatever the selection
 * @param trend for each step that was asked for
 * @param completeness whether all spans could be read
 */
public record RunMetrics(RunFigures figures, long sinceDeployment, List<RunFigures> trend, Completeness completeness) {
    /** Most steps of a trend. */
    public static final int STEPS_MAX = 5_000;

    public RunMetrics {
        trend = List.copyOf(trend);
    }
}
