package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of the spans of one slice. Those of a resource are put together once. Not thread-safe. */
final class SpanLabels {
    private final SpanRows rows;
    private final List<@Nullable Map<String, String>> resources = new ArrayList<>();
    private final ByteSlice slice = new ByteSlice();

    SpanLabels(SpanRows rows) {
        this.rows = rows;
    }

    /** The labels of a span: its own attributes in their order, those that are made, those of its resource. */
    Map<String, String> of(int row) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            put(labels, rows.attribute(i));
        }
        Map<String, String> own = Map.copyOf(labels);
        Map<String, String> resource = resource(rows.resource(row));
        LabelNames.MADE.forEach((label, sources) -> {
            String value = labels.containsKey(label) ? null : first(sources, row, own, resource);
            if (value != null) {
                labels.put(label, value);
            }
        });
        resource.forEach(labels::putIfAbsent);
        String agent = resource.get(LabelNames.AGENT_NAME_KEY);
        if (agent != null) {
            String version = resource.get(LabelNames.AGENT_VERSION_KEY);
            labels.putIfAbsent(LabelNames.AGENT, version == null ? agent : agent + " " + version);
        }
        return labels;
    }

    private @Nullable String first(
            List<LabelSource> sources, int row, Map<String, String> own, Map<String, String> resource) {
        for (LabelSource source : sources) {
            String value;
            if (source instanceof LabelSource.Attribute) {
                LabelSource.Attribute attribute = (LabelSource.Attribute) source;
                value = switch (attribute.level()) {
                    case SPAN -> own.get(attribute.key());
                    case RESOURCE -> resource.get(attribute.key());
                    case EVENT -> ofEvents(row, attribute.key());
                    case SCOPE, LINK -> throw new IllegalArgumentException(source + " is in the table and not here");
                };
            } else {
                String message = rows.strings().text(rows.statusMessage(row));
                value = message.isEmpty() ? null : message;
            }
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private @Nullable String ofEvents(int row, String key) {
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                int pair = rows.eventAttribute(i);
                if (key(pair).equals(key)) {
                    return value(pair);
                }
            }
        }
        return null;
    }

    private Map<String, String> resource(int number) {
        while (resources.size() <= number) {
            resources.add(null);
        }
        Map<String, String> labels = resources.get(number);
        if (labels == null) {
            labels = new LinkedHashMap<>();
            ResourceTable table = rows.resources();
            for (int i = table.attributeStart(number); i < table.attributeEnd(number); i++) {
                put(labels, table.attribute(i));
            }
            resources.set(number, labels);
        }
        return labels;
    }

    /** Of several values of a key the first is the label. */
    private void put(Map<String, String> labels, int pair) {
        String key = key(pair);
        if (!labels.containsKey(key)) {
            labels.put(key, value(pair));
        }
    }

    private String key(int pair) {
        return rows.strings().text(rows.pairs().key(pair));
    }

    private String value(int pair) {
        PairTable pairs = rows.pairs();
        pairs.value(pair, slice);
        return LabelValues.text(ValueType.ofCode(pairs.type(pair)), slice);
    }
}
