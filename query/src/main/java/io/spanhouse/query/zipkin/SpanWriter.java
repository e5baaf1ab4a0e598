package io.spanhouse.query.zipkin;

import io.spanhouse.storage.model.SpanRows;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Spans in Zipkin's JSON, absent members left out. Not thread-safe; one for each slice of spans. */
final class SpanWriter {
    private static final HexFormat HEX = HexFormat.of();
    private static final int KIND_CLIENT = 3;
    private static final int KIND_PRODUCER = 4;
    private static final String[] KINDS = {"", "", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"};
    private static final long NANOS_PER_MICRO = 1_000;

    private final SpanRows rows;
    private final SpanTags tags;
    private final JsonGenerator json;

    SpanWriter(SpanRows rows, JsonGenerator json) {
        this.rows = rows;
        this.tags = new SpanTags(rows);
        this.json = json;
    }

    /** Writes all spans, into a list that the caller has opened. */
    void write() {
        for (int row = 0; row < rows.rowCount(); row++) {
            write(row);
        }
    }

    private void write(int row) {
        tags.read(row);
        json.writeStartObject();
        json.writeStringProperty("traceId", ZipkinIds.traceId(rows.traceIdHigh(row), rows.traceIdLow(row)));
        if (rows.parentSpanId(row) != 0) {
            json.writeStringProperty("parentId", HEX.toHexDigits(rows.parentSpanId(row)));
        }
        json.writeStringProperty("id", HEX.toHexDigits(rows.spanId(row)));
        int kind = rows.kind(row);
        if (kind >= 0 && kind < KINDS.length && !KINDS[kind].isEmpty()) {
            json.writeStringProperty("kind", KINDS[kind]);
        }
        text("name", rows.strings().text(rows.name(row)).toLowerCase(Locale.ROOT));
        times(row);
        local();
        remote(kind == KIND_CLIENT || kind == KIND_PRODUCER);
        boolean debug = tags.takeMark("zipkin.debug");
        boolean shared = tags.takeMark("zipkin.shared");
        annotations(row);
        tags();
        if (debug) {
            json.writeBooleanProperty("debug", true);
        }
        if (shared) {
            json.writeBooleanProperty("shared", true);
        }
        json.writeEndObject();
    }

    private void times(int row) {
        long start = rows.startNanos(row);
        if (!tags.takeMark("otel.zipkin.absentField.startTime") && start != 0) {
            json.writeNumberProperty("timestamp", Long.divideUnsigned(start, NANOS_PER_MICRO));
        }
        if (!tags.takeMark("otel.zipkin.absentField.duration")) {
            long nanos = Math.max(0, rows.endNanos(row) - start);
            json.writeNumberProperty("duration", Math.max(1, nanos / NANOS_PER_MICRO));
        }
    }

    private void local() {
        endpoint(
                "localEndpoint",
                tags.take("service.name"),
                new Address(tags.take("net.host.ip"), tags.take("zipkin.net.host.ipv6"), tags.take("net.host.port")));
    }

    private void remote(boolean named) {
        String name = remoteName(tags, named);
        tags.take("peer.service");
        endpoint(
                "remoteEndpoint",
                name,
                new Address(tags.take("net.peer.ip"), tags.take("zipkin.net.peer.ipv6"), tags.take("net.peer.port")));
    }

    /**
     * The name of the other side; null if none is known.
     *
     * @param named whether the span is of a kind whose other side has more names than {@code peer.service}
     */
    static @Nullable String remoteName(SpanTags tags, boolean named) {
        String peer = tags.tags().get("peer.service");
        if (peer != null || !named) {
            return peer;
        }
        return RemoteNames.KEYS.stream()
                .map(tags.tags()::get)
                .filter(text -> text != null && !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private record Address(
            @Nullable String ip,
            @Nullable String secondIp,
            @Nullable String port) {
        boolean isNothing() {
            return ip == null && secondIp == null && port == null;
        }
    }

    private void endpoint(String member, @Nullable String name, Address address) {
        if (name == null && address.isNothing()) {
            return;
        }
        json.writeObjectPropertyStart(member);
        if (name != null) {
            text("serviceName", name.toLowerCase(Locale.ROOT));
        }
        ip(address.ip());
        ip(address.secondIp());
        if (address.port() != null) {
            port(address.port());
        }
        json.writeEndObject();
    }

    private void ip(@Nullable String ip) {
        if (ip != null) {
            json.writeStringProperty(ip.indexOf(':') >= 0 ? "ipv6" : "ipv4", ip);
        }
    }

    /** A port that is none cannot be shown in its place. */
    private void port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0) {
                json.writeNumberProperty("port", port);
            }
        } catch (NumberFormatException e) {
            tags.tags().put("net.port", text);
        }
    }

    private void annotations(int row) {
        if (rows.eventStart(row) == rows.eventEnd(row)) {
            return;
        }
        json.writeArrayPropertyStart("annotations");
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            json.writeStartObject();
            json.writeNumberProperty("timestamp", Long.divideUnsigned(rows.eventTimeNanos(event), NANOS_PER_MICRO));
            json.writeStringProperty("value", tags.annotation(event));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void tags() {
        if (tags.tags().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("tags");
        for (Map.Entry<String, String> tag : tags.tags().entrySet()) {
            json.writeStringProperty(tag.getKey(), tag.getValue());
        }
        json.writeEndObject();
    }

    private void text(String member, String text) {
        if (!text.isEmpty()) {
            json.writeStringProperty(member, text);
        }
    }
}
