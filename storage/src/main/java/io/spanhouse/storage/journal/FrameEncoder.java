package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;

/**
 * Writes one frame: tables first, then the rows column by column, then events and links. Columns are gathered into one
 * array that is used again, so that the loops that write bytes are few and tight. Used once; not thread-safe.
 */
final class FrameEncoder {
    private final SpanRows rows;
    private final int count;
    private final LongValues longValues;
    private final FrameOutput out;
    private final ByteSlice slice = new ByteSlice();
    private int[] column;

    FrameEncoder(SpanRows rows, LongValues longValues) {
        this.rows = rows;
        this.longValues = longValues;
        count = rows.rowCount();
        column = new int[Math.max(64, count)];
        out = new FrameOutput(
                64 * count + 32 * rows.pairs().size() + 16 * rows.strings().size());
    }

    ByteBuffer encode() {
        out.octet(FrameCodec.VERSION);
        strings(rows.strings());
        pairs(rows.pairs());
        resources(rows.resources());
        scopes(rows.scopes());
        FrameIdentity.write(rows, out);
        times();
        fields();
        int attributes = 0;
        for (int row = 0; row < count; row++) {
            column[row] = rows.attributeEnd(row) - rows.attributeStart(row);
            attributes += column[row];
        }
        out.column(column, count);
        room(attributes);
        int filled = 0;
        for (int row = 0; row < count; row++) {
            int end = rows.attributeEnd(row);
            for (int i = rows.attributeStart(row); i < end; i++) {
                column[filled++] = rows.attribute(i);
            }
        }
        out.varints(column, filled);
        FrameEvents.write(rows, out);
        FrameLinks.write(rows, out);
        return out.bytes();
    }

    private void strings(StringTable strings) {
        int size = strings.size();
        out.varint(size - 1);
        for (int code = 1; code < size; code++) {
            strings.get(code, slice);
            out.varint(slice.length);
        }
        for (int code = 1; code < size; code++) {
            strings.get(code, slice);
            out.slice(slice);
        }
    }

    private void pairs(PairTable pairs) {
        int size = pairs.size();
        out.varint(size);
        for (int code = 0; code < size; code++) {
            out.varint(pairs.key(code));
        }
        for (int code = 0; code < size; code++) {
            pairs.value(code, slice);
            int type = pairs.type(code);
            int fixed = FramePairs.fixedLength(ValueType.ofCode(type));
            if (fixed >= 0 && fixed != slice.length) {
                throw new IllegalArgumentException("value of type " + ValueType.ofCode(type) + " has " + slice.length
                        + " bytes, expected " + fixed);
            }
            out.varlong(fixed >= 0 ? type : type | (long) slice.length << FramePairs.TYPE_BITS);
        }
        for (int code = 0; code < size; code++) {
            pairs.value(code, slice);
            longValues.note(code, out.size(), slice.length);
            out.slice(slice);
        }
    }

    private void resources(ResourceTable table) {
        out.varint(table.size());
        for (int resource = 0; resource < table.size(); resource++) {
            out.octet(table.present(resource) ? 1 : 0);
            out.varint(table.droppedAttributes(resource));
            out.varint(table.schemaUrl(resource));
            out.varint(table.entityReferences(resource));
            out.varint(table.attributeEnd(resource) - table.attributeStart(resource));
            for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
                out.varint(table.attribute(i));
            }
        }
    }

    private void scopes(ScopeTable table) {
        out.varint(table.size());
        for (int scope = 0; scope < table.size(); scope++) {
            out.octet(table.present(scope) ? 1 : 0);
            out.varint(table.name(scope));
            out.varint(table.version(scope));
            out.varint(table.droppedAttributes(scope));
            out.varint(table.schemaUrl(scope));
            out.varint(table.attributeEnd(scope) - table.attributeStart(scope));
            for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
                out.varint(table.attribute(i));
            }
        }
    }

    /** Starts as steps from the row before, ends as steps from the start; all modulo 2^64, so nothing is lost. */
    private void times() {
        long before = 0;
        for (int row = 0; row < count; row++) {
            long start = rows.startNanos(row);
            out.zigzag(start - before);
            before = start;
        }
        for (int row = 0; row < count; row++) {
            out.zigzag(rows.endNanos(row) - rows.startNanos(row));
        }
    }

    private void fields() {
        for (int row = 0; row < count; row++) {
            column[row] = rows.name(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.kind(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.statusCode(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.statusMessage(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.traceState(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.flags(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.marks(row);
        }
        out.column(column, count);
        placesAndDropped();
    }

    private void placesAndDropped() {
        for (int row = 0; row < count; row++) {
            column[row] = rows.resource(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.scope(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.droppedAttributes(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.droppedEvents(row);
        }
        out.column(column, count);
        for (int row = 0; row < count; row++) {
            column[row] = rows.droppedLinks(row);
        }
        out.column(column, count);
    }

    private void room(int values) {
        if (column.length < values) {
            column = new int[values];
        }
    }
}
