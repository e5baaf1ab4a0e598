package io.spanhouse.query.scripts;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.scripts.RunMetrics;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunPage;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunSelection;
import java.time.Instant;
import java.time.ZoneId;

/** Figures of a selection of runs and their trend. */
final class ScriptMetrics {
    private final TraceStore store;

    ScriptMetrics(TraceStore store) {
        this.store = store;
    }

    /** The steps of a trend. */
    record Trend(long[] bounds, boolean hourly, ZoneId zone) {}

    /** The steps of the trend of a selection: from its first run on, where its period has no beginning. */
    Trend trend(RunSelection runs, Instant now, ZoneId zone, Exchange exchange) {
        long from = runs.window().fromNanos();
        if (from == 0) {
            RunOrder oldest = new RunOrder(false, false);
            RunPage first = store.scripts().runs(new RunRequest(runs, oldest, 1, null), exchange.control());
            from = first.runs().isEmpty() ? 0 : first.runs().get(0).startNanos();
        }
        long to = runs.window().toNanos();
        long end = to == TimeWindow.FOREVER ? Math.max(Period.nanos(now), from) + 1 : to;
        if (from == 0) {
            return new Trend(new long[0], false, zone);
        }
        TimeWindow window = new TimeWindow(from, end);
        return new Trend(Period.steps(window, zone, RunMetrics.STEPS_MAX), Period.isHourly(window), zone);
    }

    RunMetrics of(RunSelection runs, Trend trend, Exchange exchange) {
        return store.scripts().metrics(runs, trend.bounds(), exchange.control());
    }
}
