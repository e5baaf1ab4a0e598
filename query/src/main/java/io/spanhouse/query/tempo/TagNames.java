package io.spanhouse.query.tempo;

import com.google.protobuf.MessageLite;
import io.spanhouse.proto.tempo.MetadataMetrics;
import io.spanhouse.proto.tempo.SearchTagsResponse;
import io.spanhouse.proto.tempo.SearchTagsV2Response;
import io.spanhouse.proto.tempo.SearchTagsV2Scope;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.Intrinsic;
import io.spanhouse.query.traceql.LenientQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

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
    TempoAnswer scoped(Exchange exchange) {
        String scope = scope(exchange);
        int limit = limit(exchange);
        Found found = find(exchange, scope, exchange.query("q"));
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        found.names().forEach((level, names) -> scopes.put(scope(level), cut(names, limit)));
        if (scope == null || scope.equals(INTRINSIC)) {
            scopes.put(INTRINSIC, cut(Intrinsic.NAMES, limit));
        }
        return new Scoped(scopes, found.completeness());
    }

    /** {@code GET /api/search/tags}. */
    TempoAnswer flat(Exchange exchange) {
        String scope = scope(exchange);
        int limit = limit(exchange);
        if (INTRINSIC.equals(scope)) {
            return new Flat(cut(Intrinsic.NAMES, limit), Completeness.COMPLETE);
        }
        Found found = find(exchange, scope, null);
        Set<String> sorted = new TreeSet<>();
        found.names().values().forEach(sorted::addAll);
        return new Flat(cut(sorted, limit), found.completeness());
    }

    private static List<String> cut(Collection<String> names, int limit) {
        return names.stream().limit(limit).toList();
    }

    private record Scoped(Map<String, List<String>> scopes, Completeness completeness) implements TempoAnswer {
        @Override
        public void json(JsonGenerator json) {
            json.writeStartObject();
            json.writeArrayPropertyStart("scopes");
            scopes.forEach((name, tags) -> {
                json.writeStartObject();
                json.writeStringProperty("name", name);
                strings("tags", tags, json);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeObjectPropertyStart("metrics");
            json.writeEndObject();
            json.writeEndObject();
        }

        @Override
        public MessageLite message() {
            SearchTagsV2Response.Builder message =
                    SearchTagsV2Response.newBuilder().setMetrics(MetadataMetrics.getDefaultInstance());
            scopes.forEach((name, tags) -> message.addScopes(
                    SearchTagsV2Scope.newBuilder().setName(name).addAllTags(tags)));
            return message.build();
        }
    }

    private record Flat(List<String> names, Completeness completeness) implements TempoAnswer {
        @Override
        public void json(JsonGenerator json) {
            json.writeStartObject();
            strings("tagNames", names, json);
            json.writeEndObject();
        }

        @Override
        public MessageLite message() {
            return SearchTagsResponse.newBuilder().addAllTagNames(names).build();
        }
    }

    /** A property that is a list of texts. */
    static void strings(String property, Collection<String> texts, JsonGenerator json) {
        json.writeArrayPropertyStart(property);
        texts.forEach(json::writeString);
        json.writeEndArray();
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

    private record Found(Map<AttributeLevel, Set<String>> names, Completeness completeness) {}

    private Found find(Exchange exchange, @Nullable String scope, @Nullable String query) {
        Map<AttributeLevel, Set<String>> names = new EnumMap<>(AttributeLevel.class);
        if (INTRINSIC.equals(scope)) {
            return new Found(names, Completeness.COMPLETE);
        }
        AttributeKeysAnswer answer = store.attributeKeys(
                new AttributeKeysRequest(
                        exchange.project(),
                        Window.read(exchange),
                        LenientQuery.plan(query).condition(),
                        NAMES_MAX,
                        exchange.visibility()),
                exchange.control());
        for (AttributeKeysAnswer.KeyCount key : answer.keys()) {
            if (scope == null || scope.equals(SCOPES.get(key.level()))) {
                names.computeIfAbsent(key.level(), level -> new TreeSet<>()).add(key.key());
            }
        }
        return new Found(names, answer.completeness());
    }
}
