package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes over all spans of a project that start in a window and meet a condition, whatever traces they belong to. No two
 * visible rows are equal, so every row counts once and no trace is assembled.
 */
final class SpanScan {
    /** Rows of the head in one unit. */
    static final int HEAD_ROWS_MAX = 16_384;

    private final int project;
    private final TimeWindow window;
    private final PreparedCondition condition;
    private final Visibility visibility;
    private final QueryControl control;

    SpanScan(int project, TimeWindow window, SpanCondition condition, Visibility visibility, QueryControl control) {
        this.project = project;
        this.window = window;
        this.condition = PreparedCondition.of(condition);
        this.visibility = visibility;
        this.control = control;
    }

    /** The units of work on one partition. */
    List<UnitWork.Unit> units(View view, SpanSink.Factory sinks) {
        List<UnitWork.Unit> units = new ArrayList<>();
        for (HeadSnapshot.Part part : view.parts()) {
            for (int first = 0; first < part.rowCount(); first += HEAD_ROWS_MAX) {
                int end = Math.min(part.rowCount(), first + HEAD_ROWS_MAX);
                units.add(new HeadRowsUnit(part.generation(), first, end, sinks));
            }
        }
        return units;
    }

    private final class HeadRowsUnit implements UnitWork.Unit {
        private final Generation generation;
        private final int first;
        private final int end;
        private final SpanSink.Factory sinks;

        HeadRowsUnit(Generation generation, int first, int end, SpanSink.Factory sinks) {
            this.generation = generation;
            this.first = first;
            this.end = end;
            this.sinks = sinks;
        }

        @Override
        public void run() {
            SpanConditionEvaluator evaluator = new SpanConditionEvaluator(generation, condition);
            VisibleResources visible = new VisibleResources(generation, visibility, Long.MAX_VALUE);
            SpanSink sink = sinks.on(generation);
            for (int row = first; row < end; row++) {
                if (generation.project(row) == project
                        && window.contains(generation.startNanos(row))
                        && visible.sees(row)
                        && evaluator.test(row)) {
                    sink.row(row);
                }
            }
            sink.end();
            control.read(0, end - first);
        }

        @Override
        public String name() {
            return generation + " of the head";
        }
    }
}
