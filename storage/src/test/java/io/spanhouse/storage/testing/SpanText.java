package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The canonical text of one row: everything that was sent, nothing about how it is held. Two rows have equal texts if and
 * only if they are the same span, whatever their tables and codes, so the text serves as equality and as an oracle's key.
 * Left out are the tick and the marks of {@link SpanMark#SET_BY_STORE}.
 *
 * <p>Bytes that are not printable ASCII are written as {@code \xNN}, doubles as their bits, so nothing can look alike.
 */
public final class SpanText {
    private static final String DIGITS = "0123456789abcdef";

    private final SpanRows rows;
    private final StringBuilder out = new StringBuilder(512);
    private final ByteSlice slice = new ByteSlice();

    private SpanText(SpanRows rows) {
        this.rows = rows;
    }

    /** The text of a row, a line for each field that is not empty. */
    public static String render(SpanRows rows, int row) {
        SpanText text = new SpanText(rows);
        text.row(row);
        return text.out.toString();
    }

    /** The texts of all rows, in their order. */
    public static List<String> renderAll(SpanRows rows) {
        List<String> texts = new ArrayList<>(rows.rowCount());
        for (int row = 0; row < rows.rowCount(); row++) {
            texts.add(render(rows, row));
        }
        return texts;
    }

    private void row(int row) {
        out.append("span ").append(hex(rows.traceIdHigh(row))).append(hex(rows.traceIdLow(row)));
        out.append(' ').append(hex(rows.spanId(row)));
        out.append(" parent ").append(hex(rows.parentSpanId(row)));
        out.append(" from ").append(Long.toUnsignedString(rows.startNanos(row)));
        out.append(" to ").append(Long.toUnsignedString(rows.endNanos(row)));
        out.append(" name ");
        string(rows.name(row));
        out.append(" kind ").append(rows.kind(row));
        out.append(" status ").append(rows.statusCode(row)).append(' ');
        string(rows.statusMessage(row));
        out.append(" state ");
        string(rows.traceState(row));
        out.append(" flags ").append(Integer.toHexString(rows.flags(row)));
        dropped(rows.droppedAttributes(row));
        dropped(rows.droppedEvents(row));
        dropped(rows.droppedLinks(row));
        out.append(" marks ").append(Integer.toHexString(rows.marks(row) & ~SpanMark.SET_BY_STORE));
        out.append('\n');
        resource(rows.resource(row));
        scope(rows.scope(row));
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            pair("attribute", rows.attribute(i));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            event(event);
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            link(link);
        }
    }

    private void resource(int resource) {
        ResourceTable table = rows.resources();
        out.append("resource ").append(table.present(resource) ? "present" : "absent");
        dropped(table.droppedAttributes(resource));
        out.append(" schema ");
        string(table.schemaUrl(resource));
        out.append(" entities ");
        string(table.entityReferences(resource));
        out.append('\n');
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            pair("  attribute", table.attribute(i));
        }
    }

    private void scope(int scope) {
        ScopeTable table = rows.scopes();
        out.append("scope ").append(table.present(scope) ? "present " : "absent ");
        string(table.name(scope));
        out.append(" version ");
        string(table.version(scope));
        dropped(table.droppedAttributes(scope));
        out.append(" schema ");
        string(table.schemaUrl(scope));
        out.append('\n');
        for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
            pair("  attribute", table.attribute(i));
        }
    }

    private void event(int event) {
        out.append("event ")
                .append(Long.toUnsignedString(rows.eventTimeNanos(event)))
                .append(' ');
        string(rows.eventName(event));
        dropped(rows.eventDroppedAttributes(event));
        out.append('\n');
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            pair("  attribute", rows.eventAttribute(i));
        }
    }

    private void link(int link) {
        out.append("link ids ").append(rows.linkPresence(link)).append(' ');
        out.append(hex(rows.linkTraceIdHigh(link))).append(hex(rows.linkTraceIdLow(link)));
        out.append(' ').append(hex(rows.linkSpanId(link))).append(" state ");
        string(rows.linkTraceState(link));
        out.append(" flags ").append(Integer.toHexString(rows.linkFlags(link)));
        dropped(rows.linkDroppedAttributes(link));
        out.append('\n');
        for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
            pair("  attribute", rows.linkAttribute(i));
        }
    }

    private void pair(String what, int code) {
        PairTable pairs = rows.pairs();
        out.append(what).append(' ');
        string(pairs.key(code));
        out.append(" = ");
        pairs.value(code, slice);
        value(ValueType.ofCode(pairs.type(code)), new ByteSlice().set(slice.array, slice.offset, slice.length));
        out.append('\n');
    }

    private void value(ValueType type, ByteSlice bytes) {
        switch (type) {
            case ABSENT -> out.append("absent");
            case EMPTY -> out.append("empty");
            case STRING -> text(bytes);
            case BOOL -> out.append(ValueBytes.getBool(bytes.array, bytes.offset));
            case INT -> out.append(ValueBytes.getInt(bytes.array, bytes.offset));
            case DOUBLE -> out.append("double ").append(hex(ValueBytes.getDoubleBits(bytes.array, bytes.offset)));
            case BYTES -> {
                out.append("bytes ");
                text(bytes);
            }
            case ARRAY -> container(type, bytes, '[', ']');
            case KVLIST -> container(type, bytes, '{', '}');
        }
    }

    private void container(ValueType type, ByteSlice bytes, char open, char close) {
        out.append(open);
        ValueCursor cursor = new ValueCursor(type, bytes);
        String separator = "";
        while (cursor.next()) {
            out.append(separator);
            separator = ", ";
            if (type == ValueType.KVLIST) {
                text(cursor.key());
                out.append(": ");
            }
            value(cursor.type(), cursor.payload());
        }
        out.append(close);
    }

    private void string(int code) {
        StringTable strings = rows.strings();
        strings.get(code, slice);
        text(slice);
    }

    private void text(ByteSlice bytes) {
        out.append('"');
        for (int i = bytes.offset; i < bytes.offset + bytes.length; i++) {
            int value = bytes.array[i] & 0xFF;
            if (value >= ' ' && value < 0x7F && value != '"' && value != '\\') {
                out.append((char) value);
            } else {
                out.append("\\x").append(DIGITS.charAt(value >> 4)).append(DIGITS.charAt(value & 15));
            }
        }
        out.append('"');
    }

    private void dropped(int count) {
        out.append(" dropped ").append(Integer.toUnsignedString(count));
    }

    private static String hex(long number) {
        StringBuilder text = new StringBuilder(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(DIGITS.charAt((int) (number >>> shift & 15)));
        }
        return text.toString();
    }
}
