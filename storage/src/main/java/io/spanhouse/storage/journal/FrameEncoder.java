package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.RowField;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;

/**
 * Writes one frame: tables first, then the rows column by column, then events and links. Each column is copied as a whole
 * into one array that is used again, so that the loops that write bytes are few and tight. Used once; not thread-safe.
 */
final class FrameEncoder {
    /** The columns of plain fields, in the order of the frame. */
    private static final RowField[] FIELDS = {
        RowField.NAME,
        RowField.KIND,
        RowField.STATUS_CODE,
        RowField.STATUS_MESSAGE,
        RowField.TRACE_STATE,
        RowField.FLAGS,
        RowField.MARKS,
        RowField.RESOURCE,
        RowField.SCOPE,
        RowField.DROPPED_ATTRIBUTES,
        RowField.DROPPED_EVENTS,
        RowField.DROPPED_LINKS
    };

    /** Bytes that a row and a pair take beside their texts and values, as a rule; a short guess costs a copy. */
    private static final int ROW_BYTES = 72;

    private static final int PAIR_BYTES = 4;

    private final SpanBatch rows;
    private final int count;
    private final LongValues longValues;
    private final FrameOutput out;
    private final ByteSlice slice = new ByteSlice();
    private int[] column;

    FrameEncoder(SpanBatch rows, LongValues longValues) {
        this.rows = rows;
        this.longValues = longValues;
        count = rows.rowCount();
        column = new int[Math.max(64, count)];
        out = new FrameOutput(rows.valueBytes()
                + (long) ROW_BYTES * count
                + (long) PAIR_BYTES * rows.pairs().size());
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
        attributes();
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
        for (RowField field : FIELDS) {
            rows.copy(field, column);
            out.column(column, count);
        }
    }

    private void attributes() {
        int attributes = 0;
        for (int row = 0; row < count; row++) {
            column[row] = rows.attributeEnd(row) - rows.attributeStart(row);
            attributes += column[row];
        }
        out.column(column, count);
        if (column.length < attributes) {
            column = new int[attributes];
        }
        rows.copyAttributes(column);
        out.varints(column, attributes);
    }
}
