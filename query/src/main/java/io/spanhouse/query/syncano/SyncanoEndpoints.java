package io.spanhouse.query.syncano;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.scripts.Numbers;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunPage;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.ScriptList;
import io.spanhouse.storage.scripts.ScriptRow;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Scripts of one way of execution and their traces: the latest hundred of each script, and any that is still kept by its number.
 */
final class SyncanoEndpoints {
    /** Most traces that a script's list has, whatever the page. */
    static final int TRACES_MAX = 100;

    private final TraceStore store;
    private final Invocation invocation;

    SyncanoEndpoints(TraceStore store, Invocation invocation) {
        this.store = store;
        this.invocation = invocation;
    }

    void scripts(Exchange exchange) throws IOException {
        ScriptList list = store.scripts().scripts(exchange.project(), exchange.visibility(), exchange.control());
        List<String> names = new ArrayList<>();
        for (ScriptRow script : list.scripts()) {
            if (invocation == Invocation.SCRIPT
                    || !runs(exchange, script.name(), 1).runs().isEmpty()) {
                names.add(script.name());
            }
        }
        long[] numbers = names.isEmpty() ? new long[0] : numbers().ofScripts(exchange.project(), names);
        List<NumberedScript> scripts = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            scripts.add(new NumberedScript(numbers[i], names.get(i)));
        }
        Page<NumberedScript> page = Page.of(exchange, base(exchange), scripts, NumberedScript::number);
        exchange.completeness(list.completeness());
        SyncanoJson.answer(exchange, json -> {
            start(page, json);
            page.objects().forEach(script -> script(exchange, script, json));
            end(json);
        });
    }

    void script(Exchange exchange) throws IOException {
        NumberedScript script = named(exchange);
        SyncanoJson.answer(exchange, json -> script(exchange, script, json));
    }

    private void script(Exchange exchange, NumberedScript script, JsonGenerator json) {
        String self = base(exchange) + script.number() + "/";
        json.writeStartObject();
        json.writeNumberProperty("id", script.number());
        json.writeStringProperty("label", script.name());
        json.writeObjectPropertyStart("links");
        json.writeStringProperty("self", self);
        json.writeStringProperty("traces", self + "traces/");
        json.writeEndObject();
        json.writeEndObject();
    }

    void traces(Exchange exchange) throws IOException {
        NumberedScript script = named(exchange);
        RunPage latest = runs(exchange, script.name(), TRACES_MAX);
        Page<NumberedRun> page =
                Page.of(exchange, traces(exchange, script), numbered(exchange, script, latest), NumberedRun::number);
        TraceWriter writer = new TraceWriter(false);
        exchange.completeness(latest.completeness());
        SyncanoJson.answer(exchange, json -> {
            start(page, json);
            for (NumberedRun run : page.objects()) {
                writer.write(run, payload(exchange, run.run()), self(exchange, script, run), json);
            }
            end(json);
        });
    }

    /** Runs that have no number yet get theirs in the order in which they were executed. */
    private List<NumberedRun> numbered(Exchange exchange, NumberedScript script, RunPage latest) {
        List<RunRow> oldestFirst = new ArrayList<>(latest.runs());
        Collections.reverse(oldestFirst);
        long[] numbers = numbers()
                .ofRuns(
                        exchange.project(),
                        script.number(),
                        oldestFirst.stream().map(RunRow::runId).toList());
        List<NumberedRun> runs = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            runs.add(new NumberedRun(numbers[i], oldestFirst.get(i)));
        }
        return runs;
    }

    void trace(Exchange exchange) throws IOException {
        NumberedScript script = named(exchange);
        String text = exchange.parameter("trace");
        NumberedRun found = isNumber(text) ? find(exchange, script, Long.parseLong(text)) : null;
        if (found == null) {
            throw HttpFailure.notFound("script '" + script.name() + "' has no trace '" + text + "' here");
        }
        Payload payload = payload(exchange, found.run());
        TraceWriter writer = new TraceWriter(true);
        SyncanoJson.answer(exchange, json -> writer.write(found, payload, self(exchange, script, found), json));
    }

    private @Nullable NumberedRun find(Exchange exchange, NumberedScript script, long number) {
        String runId = numbers().run(exchange.project(), script.number(), number);
        RunRow run = runId == null
                ? null
                : store.scripts()
                        .run(exchange.project(), script.name(), runId, exchange.visibility(), exchange.control());
        return run == null || Invocation.of(run) != invocation ? null : new NumberedRun(number, run);
    }

    private Payload payload(Exchange exchange, RunRow run) {
        return Payload.read(store, run, exchange.visibility(), exchange.control());
    }

    private RunPage runs(Exchange exchange, String script, int limit) {
        RunSelection selection = new RunSelection(
                exchange.project(), script, TimeWindow.ALWAYS, invocation.filter(), "", exchange.visibility());
        return store.scripts().runs(new RunRequest(selection, RunOrder.NEWEST, limit, null), exchange.control());
    }

    private Numbers numbers() {
        return store.scriptState().numbers();
    }

    /** The script that a path names, by its number or its name. */
    private NumberedScript named(Exchange exchange) {
        String text = exchange.parameter("script");
        String byNumber = isNumber(text) ? numbers().script(exchange.project(), Long.parseLong(text)) : null;
        String name = byNumber == null ? text : byNumber;
        for (ScriptRow script : store.scripts()
                .scripts(exchange.project(), exchange.visibility(), exchange.control())
                .scripts()) {
            if (script.name().equals(name)) {
                return new NumberedScript(numbers().ofScript(exchange.project(), name), name);
            }
        }
        throw HttpFailure.notFound("there is no script '" + text + "'");
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,18}");
    }

    private String base(Exchange exchange) {
        String instance = URLEncoder.encode(exchange.projectName(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return SyncanoRoutes.BASE + instance + "/" + invocation.path() + "/";
    }

    private String traces(Exchange exchange, NumberedScript script) {
        return base(exchange) + script.number() + "/traces/";
    }

    private String self(Exchange exchange, NumberedScript script, NumberedRun run) {
        return traces(exchange, script) + run.number() + "/";
    }

    private static void start(Page<?> page, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("next", page.next());
        json.writeStringProperty("prev", page.prev());
        json.writeArrayPropertyStart("objects");
    }

    private static void end(JsonGenerator json) {
        json.writeEndArray();
        json.writeEndObject();
    }
}
