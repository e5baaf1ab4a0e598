package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.Intrinsic;
import io.spanhouse.query.traceql.LenientQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names of attributes in use, by what they are attached to. */
final class TagNames {
    /** Most names that are looked for, of all scopes together. */
    static final int NAMES_MAX = 10_000;

    private static final String INTRINSIC = "intrinsic";
    private static final Map<AttributeLevel, String> SCOPES = new EnumMap<>(Map.of(
            AttributeLevel.SPAN, "span",
            AttributeLevel.RESOURCE, "resource",
            AttributeLevel.EVENT, "event",
            AttributeLevel.LINK, "link",
            AttributeLevel.SCOPE, "instrumentation"));

    private final TraceStore store;

    TagNames(TraceStore store) {
        this.store = store;
    }

    /** {@code GET /api/v2/search/tags}. */
    void scoped(Exchange exchange) throws IOException {
        String scope = scope(exchange);
        int limit = limit(exchange);
        Map<AttributeLevel, Set<String>> names = names(exchange, scope, exchange.query("q"));
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("scopes");
            names.forEach((level, tags) -> {
                json.writeStartObject();
                json.writeStringProperty("name", SCOPES.get(level));
                json.writeArrayPropertyStart("tags");
                tags.stream().limit(limit).forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            });
            if (scope == null || scope.equals(INTRINSIC)) {
                json.writeStartObject();
                json.writeStringProperty("name", INTRINSIC);
                json.writeArrayPropertyStart("tags");
                Intrinsic.NAMES.forEach(json::writeString);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("metrics");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** {@code GET /api/search/tags}. */
    void flat(Exchange exchange) throws IOException {
        String scope = scope(exchange);
        int limit = limit(exchange);
        List<String> names = new ArrayList<>();
        if (INTRINSIC.equals(scope)) {
            names.addAll(Intrinsic.NAMES);
        } else {
            Set<String> sorted = new TreeSet<>();
            names(exchange, scope, null).values().forEach(sorted::addAll);
            names.addAll(sorted);
        }
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("tagNames");
            names.stream().limit(limit).forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The word before the dot of an attribute's name. */
    static String scope(AttributeLevel level) {
        return Objects.requireNonNull(SCOPES.get(level));
    }

    /** Null for all. */
    private static @Nullable String scope(Exchange exchange) {
        String scope = exchange.query("scope");
        if (scope == null || scope.isEmpty() || scope.equals("none")) {
            return null;
        }
        if (!scope.equals(INTRINSIC) && !SCOPES.containsValue(scope)) {
            throw HttpFailure.badRequest("invalid scope: found '" + scope
                    + "', expected one of resource, span, event, link, instrumentation, intrinsic, none");
        }
        return scope;
    }

    /** How many names of a scope, or values, a list shows; none given or 0: as many as there can be. */
    static int limit(Exchange exchange) {
        int limit = exchange.query("limit", 0, 0, Integer.MAX_VALUE);
        return limit == 0 ? NAMES_MAX : Math.min(limit, NAMES_MAX);
    }

    private Map<AttributeLevel, Set<String>> names(Exchange exchange, @Nullable String scope, @Nullable String query) {
        Map<AttributeLevel, Set<String>> names = new EnumMap<>(AttributeLevel.class);
        if (INTRINSIC.equals(scope)) {
            return names;
        }
        AttributeKeysAnswer answer = store.attributeKeys(
                new AttributeKeysRequest(
                        exchange.project(),
                        Window.read(exchange),
                        LenientQuery.plan(query).condition(),
                        NAMES_MAX,
                        exchange.visibility()),
                exchange.control());
        exchange.completeness(answer.completeness());
        for (AttributeKeysAnswer.KeyCount key : answer.keys()) {
            if (scope == null || scope.equals(SCOPES.get(key.level()))) {
                names.computeIfAbsent(key.level(), level -> new TreeSet<>()).add(key.key());
            }
        }
        return names;
    }
}
