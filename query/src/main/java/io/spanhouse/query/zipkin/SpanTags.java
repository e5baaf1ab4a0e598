package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Everything of one span that Zipkin has as tags, and, taken out of them, what it has elsewhere: endpoints, flags. The last of
 * several values of a key counts. Not thread-safe; one for each slice of spans.
 */
final class SpanTags {
    private static final int STATUS_OK = 1;
    private static final int STATUS_ERROR = 2;
    private static final HexFormat HEX = HexFormat.of();

    private final SpanRows rows;
    private final ByteSlice slice = new ByteSlice();
    private final Map<String, String> tags = new LinkedHashMap<>();

    SpanTags(SpanRows rows) {
        this.rows = rows;
    }

    /** Turns to a row. */
    void read(int row) {
        tags.clear();
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            put(rows.attribute(i));
        }
        ResourceTable resources = rows.resources();
        int resource = rows.resource(row);
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (!tags.containsKey(key(pair))) {
                put(pair);
            }
        }
        status(row);
        scope(rows.scope(row));
        links(row);
        if (rows.traceState(row) != 0) {
            tags.put("w3c.tracestate", rows.strings().text(rows.traceState(row)));
        }
        count("otel.dropped_attributes_count", rows.droppedAttributes(row));
        count("otel.dropped_events_count", rows.droppedEvents(row));
        count("otel.dropped_links_count", rows.droppedLinks(row));
    }

    /** What is left of the tags. */
    Map<String, String> tags() {
        return tags;
    }

    /** Removes a tag and gives its text; null if it is not there. */
    @Nullable
    String take(String key) {
        return tags.remove(key);
    }

    /** Removes a mark; false if it is not there. */
    boolean takeMark(String key) {
        return tags.remove(key, "true");
    }

    private String key(int pair) {
        return rows.strings().text(rows.pairs().key(pair));
    }

    private void put(int pair) {
        rows.pairs().value(pair, slice);
        tags.put(key(pair), TagText.of(ValueType.ofCode(rows.pairs().type(pair)), slice));
    }

    private void status(int row) {
        int code = rows.statusCode(row);
        if (code == STATUS_OK) {
            tags.put("otel.status_code", "OK");
        }
        if (code != STATUS_ERROR) {
            if (!SpanMark.HALF.in(rows.marks(row))) {
                // In Zipkin a tag of this name says that there is an error, whatever it has.
                tags.remove("error", "false");
            }
            return;
        }
        String message = rows.strings().text(rows.statusMessage(row));
        String own = tags.get("error");
        boolean saysIt = message.equals(own) || message.isEmpty() && "true".equals(own);
        if (!saysIt) {
            tags.put("error", message);
            tags.put("otel.status_code", "ERROR");
        }
    }

    private void scope(int scope) {
        ScopeTable scopes = rows.scopes();
        text("otel.scope.name", scopes.name(scope));
        text("otel.scope.version", scopes.version(scope));
        text("otel.library.name", scopes.name(scope));
        text("otel.library.version", scopes.version(scope));
    }

    private void text(String key, int string) {
        if (string != 0) {
            tags.put(key, rows.strings().text(string));
        }
    }

    private void count(String key, int dropped) {
        if (dropped != 0) {
            tags.put(key, Integer.toUnsignedString(dropped));
        }
    }

    private void links(int row) {
        int number = 0;
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            String text = HEX.toHexDigits(rows.linkTraceIdHigh(link))
                    + HEX.toHexDigits(rows.linkTraceIdLow(link))
                    + '|'
                    + HEX.toHexDigits(rows.linkSpanId(link))
                    + '|'
                    + rows.strings().text(rows.linkTraceState(link))
                    + '|'
                    + attributes(rows.linkAttributeStart(link), rows.linkAttributeEnd(link), rows::linkAttribute)
                    + '|'
                    + Integer.toUnsignedString(rows.linkDroppedAttributes(link));
            tags.put("otlp.link." + number, text);
            number++;
        }
    }

    /** The text of an event as an annotation. */
    String annotation(int event) {
        String name = rows.strings().text(rows.eventName(event));
        int start = rows.eventAttributeStart(event);
        int end = rows.eventAttributeEnd(event);
        return start == end ? name : '"' + name + "\": " + attributes(start, end, rows::eventAttribute);
    }

    /** The pair of an attribute by its index. */
    @FunctionalInterface
    private interface Pairs {
        int pair(int index);
    }

    private String attributes(int start, int end, Pairs pairs) {
        return Json.text(json -> {
            json.writeStartObject();
            for (int i = start; i < end; i++) {
                attribute(pairs.pair(i), json);
            }
            json.writeEndObject();
        });
    }

    private void attribute(int pair, JsonGenerator json) {
        json.writeName(key(pair));
        rows.pairs().value(pair, slice);
        TagText.json(ValueType.ofCode(rows.pairs().type(pair)), slice, json);
    }
}
