package io.spanhouse.query.api;

import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.QueryRecords;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessKey;
import io.spanhouse.storage.access.AddressRange;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET admin/...}: what operators look at, for keys of scope {@code admin}: projects, keys without their secrets, what
 * lies on disk, for how long, and what is damaged, slow queries and refusals of this port, refusals of those that take spans. Nothing is changed here; that is done by commands
 * on the server's machine.
 */
final class Administration {
    private final TraceStore store;
    private final ServerFacts facts;

    Administration(TraceStore store, ServerFacts facts) {
        this.store = store;
        this.facts = facts;
    }

    /** The routes, below a base path. */
    List<Route> routes(String base) {
        return List.of(
                Route.of("admin_projects", "GET", base + "/admin/projects", ApiErrors.FORM, this::projects)
                        .administering(),
                Route.of("admin_keys", "GET", base + "/admin/keys", ApiErrors.FORM, this::keys)
                        .administering(),
                Route.of("admin_storage", "GET", base + "/admin/storage", ApiErrors.FORM, this::storage)
                        .administering(),
                Route.of(
                                "admin_refused_spans",
                                "GET",
                                base + "/admin/refused-spans",
                                ApiErrors.FORM,
                                this::refusedSpans)
                        .administering(),
                Route.of("admin_queries", "GET", base + "/admin/queries", ApiErrors.FORM, this::queries)
                        .administering());
    }

    private void projects(Exchange exchange) throws IOException {
        Map<String, Integer> projects = store.projects();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("projects");
            projects.forEach((name, number) -> {
                json.writeStartObject();
                json.writeStringProperty("name", name);
                json.writeNumberProperty("number", number);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void keys(Exchange exchange) throws IOException {
        List<AccessKey> keys = exchange.keys();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("keys");
            keys.forEach(key -> write(key, json));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(AccessKey key, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("id", key.id());
        json.writeStringProperty("name", key.name());
        texts("projects", key.projects(), json);
        texts(
                "scopes",
                key.scopes().stream().map(scope -> scope.text()).sorted().toList(),
                json);
        if (key.services() == null) {
            json.writeNullProperty("services");
        } else {
            texts("services", key.services().stream().sorted().toList(), json);
        }
        texts("addresses", key.addresses().stream().map(AddressRange::toString).toList(), json);
        json.writeStringProperty("created", key.created().toString());
        time("expires", key.expires(), json);
        time("revoked", key.revoked(), json);
        json.writeEndObject();
    }

    private static void time(String name, @Nullable Instant time, JsonGenerator json) {
        if (time == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, time.toString());
        }
    }

    private static void texts(String name, Collection<String> texts, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private void storage(Exchange exchange) throws IOException {
        StoreStatus status = store.status();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("storeId", status.storeId());
            json.writeNumberProperty("formatVersion", status.formatVersion());
            json.writeStringProperty("durability", Operands.name(status.durability()));
            json.writeBooleanProperty("accepting", status.accepting());
            json.writeStringProperty("refusal", status.refusal());
            json.writeStringProperty("diskFreeBytes", Long.toString(status.diskFreeBytes()));
            retention(json);
            texts("damage", status.alarms(), json);
            json.writeArrayPropertyStart("partitions");
            status.partitions().forEach(partition -> {
                json.writeStartObject();
                json.writeNumberProperty("number", partition.number());
                json.writeStringProperty("journalBytes", Long.toString(partition.journalBytes()));
                json.writeStringProperty("queuedBytes", Long.toString(partition.queuedBytes()));
                json.writeStringProperty("headSpans", Long.toString(partition.headSpans()));
                json.writeStringProperty("headBytes", Long.toString(partition.headBytes()));
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeArrayPropertyStart("buckets");
            status.buckets().forEach(bucket -> {
                json.writeStartObject();
                json.writeNumberProperty("partition", bucket.partition());
                json.writeNumberProperty("lane", bucket.lane());
                json.writeStringProperty("sequence", Long.toString(bucket.sequence()));
                json.writeNumberProperty("blocks", bucket.blocks());
                json.writeStringProperty("spans", Long.toString(bucket.spans()));
                json.writeStringProperty("traces", Long.toString(bucket.traces()));
                json.writeStringProperty("bytes", Long.toString(bucket.bytes()));
                json.writeStringProperty("firstReceiptMillis", Long.toString(bucket.firstReceiptMillis()));
                json.writeStringProperty("lastReceiptMillis", Long.toString(bucket.lastReceiptMillis()));
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void retention(JsonGenerator json) {
        ServerFacts.Retention retention = facts.retention();
        json.writeObjectPropertyStart("retention");
        limit("ageSeconds", retention.ageSeconds(), json);
        limit("bytesMax", retention.bytesMax(), json);
        limit("bucketSpanSeconds", retention.bucketSpanSeconds(), json);
        json.writeEndObject();
    }

    private static void limit(String name, long limit, JsonGenerator json) {
        if (limit == Long.MAX_VALUE) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, Long.toString(limit));
        }
    }

    private void refusedSpans(Exchange exchange) throws IOException {
        List<ServerFacts.RefusedSpans> refused = facts.refusedSpans();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("refused");
            refused.forEach(one -> {
                json.writeStartObject();
                json.writeStringProperty("reason", one.reason());
                json.writeStringProperty("count", Long.toString(one.count()));
                json.writeStringProperty("lastMillis", Long.toString(one.lastMillis()));
                json.writeStringProperty("transport", one.transport());
                json.writeStringProperty("client", one.client());
                json.writeStringProperty("message", one.message());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private void queries(Exchange exchange) throws IOException {
        QueryRecords records = exchange.records();
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("slow");
            for (QueryRecords.Slow query : records.slow()) {
                json.writeStartObject();
                json.writeStringProperty("endedMillis", Long.toString(query.endedMillis()));
                json.writeStringProperty("kind", query.kind());
                json.writeStringProperty("project", query.project());
                json.writeStringProperty("key", query.keyId());
                json.writeStringProperty("requestId", query.requestId());
                json.writeStringProperty("nanos", Long.toString(query.nanos()));
                json.writeStringProperty("request", query.request());
                json.writeBooleanProperty("partial", query.partial());
                Answers.statistics(query.statistics(), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("refused");
            for (QueryRecords.Refused refused : records.refused()) {
                json.writeStartObject();
                json.writeStringProperty("reason", refused.reason().text());
                json.writeStringProperty("count", Long.toString(refused.count()));
                json.writeStringProperty("lastMillis", Long.toString(refused.lastMillis()));
                json.writeStringProperty("requestId", refused.requestId());
                json.writeStringProperty("message", refused.message());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
