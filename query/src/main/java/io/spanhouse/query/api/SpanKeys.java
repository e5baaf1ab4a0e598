package io.spanhouse.query.api;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JsonGenerator;

/** Counts which attributes the spans of a trace have, of their own, of their resource and of their scope. Not thread-safe. */
final class SpanKeys {
    /** Most keys that are listed. */
    static final int KEYS_MAX = 2_000;

    private final Map<AttributeLevel, Map<String, Long>> spans = new EnumMap<>(AttributeLevel.class);

    private record Key(AttributeLevel level, String key, long spans) {}

    /** Takes all rows of a slice. */
    void add(SpanBatch batch) {
        long[] resources = new long[batch.resources().size()];
        long[] scopes = new long[batch.scopes().size()];
        // Of each key the row that had it last, so that one that comes twice counts once.
        int[] last = new int[batch.strings().size()];
        long[] counts = new long[batch.strings().size()];
        for (int row = 0; row < batch.rowCount(); row++) {
            resources[batch.resource(row)]++;
            scopes[batch.scope(row)]++;
            for (int i = batch.attributeStart(row); i < batch.attributeEnd(row); i++) {
                int key = batch.pairs().key(batch.attribute(i));
                if (last[key] != row + 1) {
                    last[key] = row + 1;
                    counts[key]++;
                }
            }
        }
        Map<String, Long> own = level(AttributeLevel.SPAN);
        for (int key = 0; key < counts.length; key++) {
            if (counts[key] > 0) {
                own.merge(batch.strings().text(key), counts[key], Long::sum);
            }
        }
        ResourceTable table = batch.resources();
        Map<String, Long> ofResources = level(AttributeLevel.RESOURCE);
        for (int i = 0; i < resources.length; i++) {
            count(batch, table.attributeStart(i), table.attributeEnd(i), table::attribute, resources[i], ofResources);
        }
        ScopeTable above = batch.scopes();
        Map<String, Long> ofScopes = level(AttributeLevel.SCOPE);
        for (int i = 0; i < scopes.length; i++) {
            count(batch, above.attributeStart(i), above.attributeEnd(i), above::attribute, scopes[i], ofScopes);
        }
    }

    private Map<String, Long> level(AttributeLevel level) {
        return spans.computeIfAbsent(level, none -> new HashMap<>());
    }

    private static void count(
            SpanBatch batch, int start, int end, IntUnaryOperator pairs, long spans, Map<String, Long> into) {
        Set<String> keys = new HashSet<>();
        for (int i = start; i < end && spans > 0; i++) {
            keys.add(batch.strings().text(batch.pairs().key(pairs.applyAsInt(i))));
        }
        keys.forEach(key -> into.merge(key, spans, Long::sum));
    }

    /** Writes the keys, those of most spans first, into an object that the caller has opened. */
    void write(JsonGenerator json) {
        List<Key> keys = new ArrayList<>();
        spans.forEach((level, counts) -> counts.forEach((key, count) -> keys.add(new Key(level, key, count))));
        keys.sort(Comparator.comparingLong(Key::spans)
                .reversed()
                .thenComparing(Key::level)
                .thenComparing(Key::key));
        json.writeStringProperty("keysTotal", Long.toString(keys.size()));
        json.writeArrayPropertyStart("keys");
        for (Key key : keys.subList(0, Math.min(KEYS_MAX, keys.size()))) {
            json.writeStartObject();
            json.writeStringProperty("level", Operands.name(key.level()));
            json.writeStringProperty("key", key.key());
            json.writeStringProperty("spans", Long.toString(key.spans()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
