package io.spanhouse.query.recordings;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.DefinitionFields;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Trace definitions: list, get, make, change, stop all, delete. They belong to a project as a whole, so a key that sees only some of its
 * services has no part in them. A change is on disk before it is answered.
 */
final class DefinitionEndpoints {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final TraceStore store;

    DefinitionEndpoints(TraceStore store) {
        this.store = store;
    }

    void list(Exchange exchange) throws IOException {
        requireWholeProject(exchange);
        write(store.scriptState().definitions().list(exchange.project()), exchange);
    }

    private static void write(List<Definition> definitions, Exchange exchange) throws IOException {
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("definitions");
            definitions.forEach(definition -> write(definition, json));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    void get(Exchange exchange) throws IOException {
        Definition definition = find(store, exchange);
        exchange.json(json -> write(definition, json));
    }

    void create(Exchange exchange) throws IOException {
        requireWholeProject(exchange);
        JsonInput input = DefinitionBody.ofNew(exchange.body());
        DefinitionFields fields = DefinitionBody.merge(DefinitionFields.of(sources(exchange, input)), input);
        // A project that has no spans yet may have rules already.
        int project = store.project(exchange.caller().project(exchange.projectName()));
        Definition made = store.scriptState()
                .definitions()
                .create(project, fields, exchange.caller().keyId());
        exchange.json(json -> write(made, json));
    }

    /** The scripts that a new definition starts with. */
    private List<String> sources(Exchange exchange, JsonInput input) {
        JsonInput run = input.member(DefinitionBody.RUN);
        if (run.present()) {
            run.object(Set.of("script", "runId"));
            String script = DefinitionBody.script(run.required("script"));
            String runId = run.required("runId").text();
            if (store.scripts().run(exchange.project(), script, runId, exchange.visibility(), exchange.control())
                    == null) {
                throw HttpFailure.notFound("script '" + script + "' has no run '" + runId + "'");
            }
            return List.of(script);
        }
        JsonInput script = input.member(DefinitionBody.SCRIPT);
        return script.present()
                ? List.of(DefinitionBody.script(script))
                : DefinitionBody.scripts(input.member("scripts"));
    }

    void change(Exchange exchange) throws IOException {
        JsonInput input = DefinitionBody.ofChange(exchange.body());
        Definition before = find(store, exchange);
        DefinitionFields fields = DefinitionBody.merge(before.fields(), input);
        Definition after = store.scriptState().definitions().change(exchange.project(), before.number(), fields);
        if (after == null) {
            throw unknown(exchange);
        }
        exchange.json(json -> write(after, json));
    }

    /** Disables all definitions of the project; answers those that were enabled. */
    void stopAll(Exchange exchange) throws IOException {
        requireWholeProject(exchange);
        write(store.scriptState().definitions().disableAll(exchange.project()), exchange);
    }

    void delete(Exchange exchange) throws IOException {
        Definition definition = find(store, exchange);
        if (!store.scriptState().deleteDefinition(exchange.project(), definition.number())) {
            throw unknown(exchange);
        }
        exchange.json(json -> write(definition, json));
    }

    /** The definition that a path names. */
    static Definition find(TraceStore store, Exchange exchange) {
        requireWholeProject(exchange);
        Definition found = number(exchange) == 0
                ? null
                : store.scriptState().definitions().find(exchange.project(), number(exchange));
        if (found == null) {
            throw unknown(exchange);
        }
        return found;
    }

    private static HttpFailure unknown(Exchange exchange) {
        return HttpFailure.notFound("there is no trace definition '" + exchange.parameter("definition") + "'");
    }

    private static long number(Exchange exchange) {
        String text = exchange.parameter("definition");
        if (!text.matches("[0-9]{1,18}")) {
            throw HttpFailure.badId("the id of a trace definition is '" + text + "', expected a whole number");
        }
        return Long.parseLong(text);
    }

    private static void requireWholeProject(Exchange exchange) {
        if (!exchange.visibility().unrestricted()) {
            throw HttpFailure.forbidden(
                    "the key sees only some services, and trace definitions are of the whole project");
        }
    }

    private static void write(Definition definition, JsonGenerator json) {
        DefinitionFields fields = definition.fields();
        json.writeStartObject();
        json.writeStringProperty("id", Long.toString(definition.number()));
        json.writeArrayPropertyStart("scripts");
        fields.scripts().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("description", fields.description());
        json.writeStringProperty("user", fields.user());
        json.writeNumberProperty("resolution", fields.resolution());
        json.writeStringProperty("keep", DefinitionKeep.text(fields.keepDays()));
        json.writeBooleanProperty("enabled", fields.enabled());
        json.writeNumberProperty("everyNth", fields.everyNth());
        json.writeBooleanProperty("onlyWithException", fields.onlyWithException());
        json.writeStringProperty("created", Long.toString(definition.createdMillis() * NANOS_PER_MILLI));
        json.writeStringProperty("changed", Long.toString(definition.changedMillis() * NANOS_PER_MILLI));
        json.writeStringProperty("creator", definition.creator());
        json.writeEndObject();
    }
}
