package io.spanhouse.query.scripts;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.EventStream;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.scripts.ColumnFilter;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogRequest;
import io.spanhouse.storage.scripts.LogRow;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.RunStatus;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * {@code GET scripts/{script}/events}: what is in progress, as server-sent events. An event {@code runs} has runs that began,
 * changed or ended since the last one, at first all that are in progress; an event {@code logs} has their new logs. Looks every
 * {@link #PAUSE_MILLIS} ms, and ends after some minutes; a browser then asks anew.
 */
final class ScriptEvents implements Endpoint {
    private static final long PAUSE_MILLIS = 1_000;
    private static final int LOOKS_MAX = 600;
    private static final int LOOKS_A_SIGN_OF_LIFE = 10;
    private static final int STREAMS_MAX = 16;
    private static final int RUNS_MAX = 100;
    private static final int LOGS_MAX = 1_000;
    private static final long LOOK_MILLIS_MAX = 10_000;

    private final TraceStore store;
    private final Clock clock;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);

    ScriptEvents(TraceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        new ListParameters(exchange, clock.instant(), Set.of());
        if (!streams.tryAcquire()) {
            throw new HttpFailure(
                    503, QueryRefusal.OVERLOADED, STREAMS_MAX + " streams of events are open, and no more may");
        }
        try {
            new Stream(exchange).run(exchange.events());
        } finally {
            streams.release();
        }
    }

    /** One client's stream. */
    private final class Stream {
        private final Exchange exchange;
        private final String script;
        private final Map<String, RunRow> open = new HashMap<>();
        private Set<LogRow> sentLogs = new HashSet<>();
        private long revision = Long.MIN_VALUE;

        Stream(Exchange exchange) {
            this.exchange = exchange;
            this.script = exchange.parameter("script");
        }

        void run(EventStream events) throws IOException {
            // A client knows with the first bytes that it is heard.
            events.comment();
            for (int look = 0; look < LOOKS_MAX; look++) {
                QueryControl control = new QueryControl(LOOK_MILLIS_MAX, Long.MAX_VALUE);
                long now = store.scripts().revision(exchange.project(), control);
                if (now != revision) {
                    revision = now;
                    look(events, control);
                } else if (look % LOOKS_A_SIGN_OF_LIFE == 0) {
                    events.comment();
                }
                if (events.closesWithin(PAUSE_MILLIS)) {
                    return;
                }
            }
        }

        private void look(EventStream events, QueryControl control) throws IOException {
            Map<String, RunRow> inProgress = new HashMap<>();
            store.scripts()
                    .runs(
                            new RunRequest(
                                    selection(RunColumn.STATUS, List.of(RunStatus.IN_PROGRESS.text())),
                                    RunOrder.NEWEST,
                                    RUNS_MAX,
                                    null),
                            control)
                    .runs()
                    .forEach(run -> inProgress.put(run.runId(), run));
            List<RunRow> changed = new ArrayList<>();
            inProgress.forEach((id, run) -> {
                if (!run.equals(open.get(id))) {
                    changed.add(run);
                }
            });
            List<String> followed = new ArrayList<>(inProgress.keySet());
            for (String id : open.keySet()) {
                RunRow run = inProgress.containsKey(id)
                        ? null
                        : store.scripts().run(exchange.project(), script, id, exchange.visibility(), control);
                if (run != null) {
                    changed.add(run);
                    followed.add(id);
                }
            }
            open.clear();
            open.putAll(inProgress);
            if (!changed.isEmpty()) {
                events.event("runs", null, json -> {
                    json.writeStartArray();
                    changed.forEach(run -> ScriptJson.run(run, clock.instant(), json));
                    json.writeEndArray();
                });
                events.send();
            }
            sendLogs(followed, events, control);
        }

        private void sendLogs(List<String> runs, EventStream events, QueryControl control) throws IOException {
            if (runs.isEmpty()) {
                sentLogs = new HashSet<>();
                return;
            }
            ColumnFilter<LogColumn> ofRuns = new ColumnFilter<>(LogColumn.RUN_ID, ColumnFilter.Operator.EQUAL, runs);
            LogSelection selection = new LogSelection(
                    RunSelection.all(exchange.project(), script, exchange.visibility()),
                    new FilterSet<>(true, List.of(ofRuns)),
                    "");
            List<LogRow> newest = new ArrayList<>(store.scripts()
                    .logs(new LogRequest(selection, true, LOGS_MAX, null), control)
                    .logs());
            Set<LogRow> known = sentLogs;
            sentLogs = new HashSet<>(newest);
            newest.removeIf(known::contains);
            if (!newest.isEmpty()) {
                Collections.reverse(newest);
                events.event("logs", null, json -> {
                    json.writeStartArray();
                    newest.forEach(log -> ScriptJson.log(log, json));
                    json.writeEndArray();
                });
                events.send();
            }
        }

        private RunSelection selection(RunColumn column, List<String> values) {
            ColumnFilter<RunColumn> filter = new ColumnFilter<>(column, ColumnFilter.Operator.EQUAL, values);
            return new RunSelection(
                    exchange.project(),
                    script,
                    TimeWindow.ALWAYS,
                    new FilterSet<>(true, List.of(filter)),
                    "",
                    exchange.visibility());
        }
    }
}
