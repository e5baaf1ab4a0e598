package io.spanhouse.storage.model;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Writes spans down for people: a line for the span, then indented ones for its resource, scope, attributes, events and
 * links, in the order sent. Fields that were not sent are left out, control characters are escaped, and of a value over
 * {@link #VALUE_CHARACTERS_MAX} characters the start is shown. Not thread-safe.
 */
public final class SpanPrinter {
    /** Characters of a value that are shown. */
    public static final int VALUE_CHARACTERS_MAX = 1_000;

    private static final HexFormat HEX = HexFormat.of();
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final LineOutput out;
    private final ByteSlice slice = new ByteSlice();

    public SpanPrinter(LineOutput out) {
        this.out = out;
    }

    /** Writes one row down. */
    public void print(SpanRows rows, int row) {
        StringBuilder line = new StringBuilder("span ")
                .append(new TraceId(rows.traceIdHigh(row), rows.traceIdLow(row)))
                .append(' ')
                .append(HEX.toHexDigits(rows.spanId(row)))
                .append(" parent ")
                .append(rows.parentSpanId(row) == 0 ? "none" : HEX.toHexDigits(rows.parentSpanId(row)))
                .append(" start ")
                .append(time(rows.startNanos(row)))
                .append(" duration ")
                .append(rows.endNanos(row) - rows.startNanos(row))
                .append(" ns name ");
        text(rows.strings().text(rows.name(row)), line);
        line.append(" kind ").append(rows.kind(row)).append(" status ").append(rows.statusCode(row));
        field(" message ", rows.strings().text(rows.statusMessage(row)), line);
        field(" state ", rows.strings().text(rows.traceState(row)), line);
        line.append(" flags ").append(Integer.toHexString(rows.flags(row)));
        dropped("attributes", rows.droppedAttributes(row), line);
        dropped("events", rows.droppedEvents(row), line);
        dropped("links", rows.droppedLinks(row), line);
        line.append(" tick ").append(rows.tick(row));
        for (SpanMark mark : SpanMark.values()) {
            line.append(mark.in(rows.marks(row)) && mark != SpanMark.STATUS_PRESENT ? " " + mark : "");
        }
        out.line(line.toString());
        resource(rows, rows.resource(row));
        scope(rows, rows.scope(row));
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            pair(rows, "  ", rows.attribute(i));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            event(rows, event);
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            link(rows, link);
        }
    }

    private void resource(SpanRows rows, int resource) {
        ResourceTable table = rows.resources();
        if (!table.present(resource)) {
            return;
        }
        StringBuilder line = new StringBuilder("  resource");
        dropped("attributes", table.droppedAttributes(resource), line);
        field(" schema ", rows.strings().text(table.schemaUrl(resource)), line);
        out.line(line.toString());
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            pair(rows, "    ", table.attribute(i));
        }
    }

    private void scope(SpanRows rows, int scope) {
        ScopeTable table = rows.scopes();
        if (!table.present(scope)) {
            return;
        }
        StringBuilder line = new StringBuilder("  scope ");
        text(rows.strings().text(table.name(scope)), line);
        field(" version ", rows.strings().text(table.version(scope)), line);
        dropped("attributes", table.droppedAttributes(scope), line);
        field(" schema ", rows.strings().text(table.schemaUrl(scope)), line);
        out.line(line.toString());
        for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
            pair(rows, "    ", table.attribute(i));
        }
    }

    private void event(SpanRows rows, int event) {
        StringBuilder line = new StringBuilder("  event ").append(time(rows.eventTimeNanos(event)));
        line.append(' ');
        text(rows.strings().text(rows.eventName(event)), line);
        dropped("attributes", rows.eventDroppedAttributes(event), line);
        out.line(line.toString());
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            pair(rows, "    ", rows.eventAttribute(i));
        }
    }

    private void link(SpanRows rows, int link) {
        StringBuilder line = new StringBuilder("  link ")
                .append(new TraceId(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link)))
                .append(' ')
                .append(HEX.toHexDigits(rows.linkSpanId(link)));
        field(" state ", rows.strings().text(rows.linkTraceState(link)), line);
        line.append(" flags ").append(Integer.toHexString(rows.linkFlags(link)));
        dropped("attributes", rows.linkDroppedAttributes(link), line);
        out.line(line.toString());
        for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
            pair(rows, "    ", rows.linkAttribute(i));
        }
    }

    private void pair(SpanRows rows, String indent, int code) {
        PairTable pairs = rows.pairs();
        StringBuilder line = new StringBuilder(indent);
        escape(rows.strings().text(pairs.key(code)), line);
        ValueType type = ValueType.ofCode(pairs.type(code));
        line.append(" (").append(type.name().toLowerCase(Locale.ROOT)).append(") = ");
        pairs.value(code, slice);
        value(type, slice, line);
        if (line.length() > VALUE_CHARACTERS_MAX) {
            line.setLength(VALUE_CHARACTERS_MAX);
            line.append(" ... of ").append(slice.length).append(" bytes");
        }
        out.line(line.toString());
    }

    private static void value(ValueType type, ByteSlice bytes, StringBuilder line) {
        if (line.length() > VALUE_CHARACTERS_MAX) {
            return;
        }
        int shown = Math.min(bytes.length, VALUE_CHARACTERS_MAX);
        switch (type) {
            case ABSENT -> line.append("absent");
            case EMPTY -> line.append("empty");
            case STRING ->
                text(new ByteSlice().set(bytes.array, bytes.offset, shown).utf8(), line);
            case BOOL -> line.append(ValueBytes.getBool(bytes.array, bytes.offset));
            case INT -> line.append(ValueBytes.getInt(bytes.array, bytes.offset));
            case DOUBLE -> line.append(ValueBytes.getDouble(bytes.array, bytes.offset));
            case BYTES -> line.append(HEX.formatHex(bytes.array, bytes.offset, bytes.offset + shown));
            case ARRAY -> container(type, bytes, line);
            case KVLIST -> container(type, bytes, line);
        }
    }

    private static void container(ValueType type, ByteSlice bytes, StringBuilder line) {
        boolean keyed = type == ValueType.KVLIST;
        line.append(keyed ? '{' : '[');
        ValueCursor cursor = new ValueCursor(type, bytes);
        String separator = "";
        while (line.length() <= VALUE_CHARACTERS_MAX && cursor.next()) {
            line.append(separator);
            separator = ", ";
            if (keyed) {
                text(cursor.key().utf8(), line);
                line.append(": ");
            }
            value(cursor.type(), cursor.payload(), line);
        }
        line.append(keyed ? '}' : ']');
    }

    private static void field(String name, String value, StringBuilder line) {
        if (!value.isEmpty()) {
            line.append(name);
            text(value, line);
        }
    }

    private static void text(String value, StringBuilder line) {
        line.append('\'');
        escape(value, line);
        line.append('\'');
    }

    /** What a terminal or a reader of lines would take for something else is written as its number. */
    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length() && line.length() <= VALUE_CHARACTERS_MAX; i++) {
            char character = value.charAt(i);
            boolean plain = !Character.isISOControl(character) && Character.getType(character) != Character.FORMAT;
            line.append(plain ? String.valueOf(character) : String.format(Locale.ROOT, "\\u%04x", (int) character));
        }
    }

    private static void dropped(String what, int count, StringBuilder line) {
        if (count != 0) {
            line.append(' ')
                    .append(Integer.toUnsignedString(count))
                    .append(' ')
                    .append(what)
                    .append(" dropped");
        }
    }

    private static String time(long nanos) {
        return nanos == 0
                ? "not given"
                : Instant.ofEpochSecond(
                                Long.divideUnsigned(nanos, NANOS_A_SECOND),
                                Long.remainderUnsigned(nanos, NANOS_A_SECOND))
                        .toString();
    }
}
