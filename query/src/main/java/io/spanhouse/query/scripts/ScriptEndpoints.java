package io.spanhouse.query.scripts;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.scripts.ColumnFilter;
import io.spanhouse.storage.scripts.ColumnValues;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogPage;
import io.spanhouse.storage.scripts.LogRequest;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunMetrics;
import io.spanhouse.storage.scripts.RunNeighbours;
import io.spanhouse.storage.scripts.RunPage;
import io.spanhouse.storage.scripts.RunPayload;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.ScriptList;
import io.spanhouse.storage.scripts.ScriptRow;
import io.spanhouse.storage.scripts.ScriptState;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Lists of scripts, runs and logs, one run, figures, distinct values. */
final class ScriptEndpoints {
    private static final int LIMIT = 50;
    private static final int VALUES_LIMIT = 100;

    private final TraceStore store;
    private final ScriptMetrics metrics;
    private final Clock clock;

    ScriptEndpoints(TraceStore store, Clock clock) {
        this.store = store;
        this.metrics = new ScriptMetrics(store);
        this.clock = clock;
    }

    private ListParameters parameters(Exchange exchange, String... more) {
        return new ListParameters(exchange, clock.instant(), Set.of(more));
    }

    /** {@code GET scripts}. */
    void scripts(Exchange exchange) throws IOException {
        ScriptList list = store.scripts().scripts(exchange.project(), exchange.visibility(), exchange.control());
        exchange.completeness(list.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("scripts");
            list.scripts().forEach(script -> write(script, json));
            json.writeEndArray();
            if (list.scripts().isEmpty()) {
                json.writeStringProperty("message", ScriptJson.NO_DATA);
            }
            ScriptJson.completeness(list.completeness(), json);
            json.writeEndObject();
        });
    }

    private static void write(ScriptRow script, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("script", script.name());
        json.writeStringProperty("state", script.state().text());
        json.writeStringProperty("deploymentVersion", script.deploymentVersion());
        json.writeStringProperty("runs", Long.toString(script.runs()));
        json.writeStringProperty("inProgress", Long.toString(script.inProgress()));
        json.writeStringProperty("lastExecutedOn", ScriptJson.time(script.lastStartNanos(), ZoneOffset.UTC));
        json.writeEndObject();
    }

    /** {@code GET scripts/{script}/runs}. */
    void runs(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange, "order", "limit", "cursor", "metrics");
        RunSelection selection = parameters.runs();
        int limit = exchange.query("limit", LIMIT, 1, RunRequest.LIMIT_MAX);
        boolean withMetrics = parameters.truth("metrics", false);
        RunPage page = store.scripts()
                .runs(
                        new RunRequest(selection, parameters.order(), limit, exchange.query("cursor")),
                        exchange.control());
        ScriptMetrics.@Nullable Trend trend =
                withMetrics ? metrics.trend(selection, parameters.now(), parameters.zone(), exchange) : null;
        RunMetrics figures = trend == null ? null : metrics.of(selection, trend, exchange);
        exchange.completeness(page.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("runs");
            page.runs().forEach(run -> ScriptJson.run(run, parameters.now(), json));
            json.writeEndArray();
            ScriptJson.page(page.total(), page.cursor(), json);
            if (exchange.query("cursor") == null) {
                ScriptJson.window(parameters.window(), json);
            }
            if (trend != null && figures != null) {
                ScriptJson.metrics(figures, trend, json);
            }
            ScriptJson.completeness(page.completeness(), json);
            json.writeEndObject();
        });
    }

    /** {@code GET scripts/{script}/metrics}. */
    void metrics(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange);
        RunSelection selection = parameters.runs();
        ScriptMetrics.Trend trend = metrics.trend(selection, parameters.now(), parameters.zone(), exchange);
        RunMetrics figures = metrics.of(selection, trend, exchange);
        exchange.completeness(figures.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            ScriptJson.metrics(figures, trend, json);
            ScriptJson.window(parameters.window(), json);
            ScriptJson.completeness(figures.completeness(), json);
            json.writeEndObject();
        });
    }

    /** {@code GET scripts/{script}/logs}. */
    void logs(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange, "order", "limit", "cursor");
        int limit = exchange.query("limit", LIMIT, 1, RunRequest.LIMIT_MAX);
        LogPage page = store.scripts()
                .logs(
                        new LogRequest(parameters.logs(), parameters.logsDescending(), limit, exchange.query("cursor")),
                        exchange.control());
        exchange.completeness(page.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            writeLogs(page, json);
            if (exchange.query("cursor") == null) {
                ScriptJson.window(parameters.window(), json);
            }
            ScriptJson.completeness(page.completeness(), json);
            json.writeEndObject();
        });
    }

    private static void writeLogs(LogPage page, JsonGenerator json) {
        json.writeArrayPropertyStart("logs");
        page.logs().forEach(log -> ScriptJson.log(log, json));
        json.writeEndArray();
        ScriptJson.page(page.total(), page.cursor(), json);
    }

    /** {@code GET scripts/{script}/runs/{runId}}. */
    void run(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange, "order", "logs");
        String runId = exchange.parameter("runId");
        int logsMax = exchange.query("logs", RunRequest.LIMIT_MAX, 1, RunRequest.LIMIT_MAX);
        RunNeighbours found =
                store.scripts().neighbours(parameters.runs(), parameters.order(), runId, exchange.control());
        if (found == null) {
            throw HttpFailure.notFound("script '" + parameters.script() + "' has no run '" + runId + "'");
        }
        RunPayload payload = store.scripts().payload(found.run(), exchange.control());
        RunSelection all = RunSelection.all(exchange.project(), parameters.script(), exchange.visibility());
        ColumnFilter<LogColumn> ofRun =
                new ColumnFilter<>(LogColumn.RUN_ID, ColumnFilter.Operator.EQUAL, List.of(runId));
        LogSelection its = new LogSelection(all, new FilterSet<>(true, List.of(ofRun)), "");
        LogPage logs = store.scripts().logs(new LogRequest(its, false, logsMax, null), exchange.control());
        List<Definition> recordedBy = recordedBy(exchange, runId);
        exchange.completeness(logs.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeName("run");
            ScriptJson.run(found.run(), parameters.now(), json);
            write("input", payload.input(), json);
            write("output", payload.output(), json);
            place(found.place(), json);
            json.writeArrayPropertyStart("recordedBy");
            recordedBy.forEach(definition -> json.writeString(Long.toString(definition.number())));
            json.writeEndArray();
            writeLogs(logs, json);
            ScriptJson.completeness(logs.completeness(), json);
            json.writeEndObject();
        });
    }

    /** The definitions that have a recording of a run; none for keys that have no part in definitions. */
    private List<Definition> recordedBy(Exchange exchange, String runId) {
        if (!exchange.visibility().unrestricted()) {
            return List.of();
        }
        ScriptState state = store.scriptState();
        return state.definitions().list(exchange.project()).stream()
                .filter(definition -> state.recordings().of(exchange.project(), definition, runId) != null)
                .toList();
    }

    private static void place(RunNeighbours.@Nullable Place place, JsonGenerator json) {
        json.writeBooleanProperty("listed", place != null);
        write("previous", place == null ? null : place.previous(), json);
        write("next", place == null ? null : place.next(), json);
        write("position", place == null ? null : Long.toString(place.position()), json);
        write("listTotal", place == null ? null : Long.toString(place.total()), json);
    }

    private static void write(String name, @Nullable String text, JsonGenerator json) {
        if (text == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, text);
        }
    }

    /** {@code GET scripts/{script}/values/runs}. */
    void runValues(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange, "column", "contains", "limit");
        RunColumn column = column(exchange, Arrays.asList(RunColumn.values()), RunColumn::key, RunColumn::filters);
        write(
                store.scripts()
                        .runValues(
                                parameters.runs(),
                                column,
                                contained(exchange),
                                valuesLimit(exchange),
                                exchange.control()),
                exchange);
    }

    /** {@code GET scripts/{script}/values/logs}. */
    void logValues(Exchange exchange) throws IOException {
        ListParameters parameters = parameters(exchange, "column", "contains", "limit");
        LogColumn column = column(exchange, Arrays.asList(LogColumn.values()), LogColumn::key, LogColumn::filters);
        write(
                store.scripts()
                        .logValues(
                                parameters.logs(),
                                column,
                                contained(exchange),
                                valuesLimit(exchange),
                                exchange.control()),
                exchange);
    }

    private static int valuesLimit(Exchange exchange) {
        return exchange.query("limit", VALUES_LIMIT, 1, RunRequest.LIMIT_MAX);
    }

    private static String contained(Exchange exchange) {
        String text = exchange.query("contains");
        return text == null ? "" : text;
    }

    private static <C> C column(Exchange exchange, List<C> columns, Function<C, String> key, Predicate<C> allowed) {
        String name = exchange.query("column");
        List<C> known = columns.stream().filter(allowed).toList();
        return known.stream()
                .filter(column -> key.apply(column).equals(name))
                .findFirst()
                .orElseThrow(() -> HttpFailure.badRequest("the parameter column is '" + name + "', expected one of "
                        + String.join(", ", known.stream().map(key).toList())));
    }

    private static void write(ColumnValues values, Exchange exchange) throws IOException {
        exchange.completeness(values.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("values");
            values.values().forEach(value -> {
                json.writeStartObject();
                json.writeStringProperty("value", value.text());
                json.writeStringProperty("count", Long.toString(value.count()));
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeStringProperty("distinct", Long.toString(values.distinct()));
            ScriptJson.completeness(values.completeness(), json);
            json.writeEndObject();
        });
    }
}
