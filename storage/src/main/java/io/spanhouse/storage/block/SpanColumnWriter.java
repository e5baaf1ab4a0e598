package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;

/** Writes the fields of the spans of a row group. One pass over the rows for each field: they lie in columns too. */
final class SpanColumnWriter {
    private final BlockInput input;
    private final SpanRows rows;
    private final int[] order;
    private final SealCodes codes;
    private final FieldEncoder fields;
    private final ParentOffsets parents;

    SpanColumnWriter(BlockInput input, SealCodes codes, FieldEncoder fields) {
        this.input = input;
        this.rows = input.rows();
        this.order = input.order();
        this.codes = codes;
        this.fields = fields;
        this.parents = new ParentOffsets(rows);
    }

    /** Writes the rows at positions {@code [from, to)} of the order, which are the fragments {@code [firstTrace, ...)}. */
    void write(int from, int to, int firstTrace, LevelPivot pivot) {
        int count = to - from;
        writeParents(from, to, firstTrace);
        writeTimes(from, to, firstTrace);
        writeTexts(from, count);
        writeNumbers(from, count);
        int[] tableRows = fields.codes(count);
        for (int i = 0; i < count; i++) {
            tableRows[i] = codes.resourceRank(rows.resource(order[from + i]));
        }
        fields.endRows(Field.RESOURCE, count, codes.tables().resources().size());
        for (int i = 0; i < count; i++) {
            tableRows[i] = codes.scopeRank(rows.scope(order[from + i]));
        }
        fields.endRows(Field.SCOPE, count, codes.tables().scopes().size());
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.tick(order[from + i]);
        }
        fields.endNumbers(Field.TICK, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = pivot.ownerShapes().get(i);
        }
        fields.endNumbers(Field.SHAPE, count);
        writeOwned(from, count);
        long[] outside = fields.numbers(parents.outside().size());
        System.arraycopy(
                parents.outside().array(), 0, outside, 0, parents.outside().size());
        fields.endNumbers(Field.OUTSIDE_PARENT, parents.outside().size());
    }

    private void writeParents(int from, int to, int firstTrace) {
        long[] numbers = fields.numbers(to - from);
        parents.clear();
        int trace = firstTrace;
        for (int start = from; start < to; trace++) {
            int end = input.traces().rowEnd(trace);
            parents.fill(order, start, end, numbers, start - from);
            start = end;
        }
        fields.endNumbers(Field.PARENT, to - from);
    }

    private void writeTimes(int from, int to, int firstTrace) {
        int count = to - from;
        long[] numbers = fields.numbers(count);
        int trace = firstTrace;
        for (int i = 0; i < count; i++) {
            while (from + i >= input.traces().rowEnd(trace)) {
                trace++;
            }
            numbers[i] = rows.startNanos(order[from + i]) - input.traces().startNanos(trace);
        }
        fields.endNumbers(Field.START_AFTER, count);
        for (int i = 0; i < count; i++) {
            int row = order[from + i];
            numbers[i] = rows.endNanos(row) - rows.startNanos(row);
        }
        fields.endNumbers(Field.DURATION, count);
    }

    private void writeTexts(int from, int count) {
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = rows.name(order[from + i]);
        }
        fields.endStrings(Field.NAME, count, codes.names());
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.kind(order[from + i]);
        }
        fields.endNumbers(Field.KIND, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.statusCode(order[from + i]);
        }
        fields.endNumbers(Field.STATUS_CODE, count);
        for (int i = 0; i < count; i++) {
            strings[i] = rows.statusMessage(order[from + i]);
        }
        fields.endStrings(Field.STATUS_MESSAGE, count, codes.statusMessages());
        for (int i = 0; i < count; i++) {
            strings[i] = rows.traceState(order[from + i]);
        }
        fields.endStrings(Field.TRACE_STATE, count, codes.traceStates());
    }

    private void writeNumbers(int from, int count) {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.flags(order[from + i]);
        }
        fields.endNumbers(Field.FLAGS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.droppedAttributes(order[from + i]);
        }
        fields.endNumbers(Field.DROPPED_ATTRIBUTES, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.droppedEvents(order[from + i]);
        }
        fields.endNumbers(Field.DROPPED_EVENTS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.droppedLinks(order[from + i]);
        }
        fields.endNumbers(Field.DROPPED_LINKS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.marks(order[from + i]);
        }
        fields.endNumbers(Field.MARKS, count);
    }

    private void writeOwned(int from, int count) {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            int row = order[from + i];
            numbers[i] = (long) rows.eventEnd(row) - rows.eventStart(row);
        }
        fields.endNumbers(Field.EVENTS, count);
        for (int i = 0; i < count; i++) {
            int row = order[from + i];
            numbers[i] = (long) rows.linkEnd(row) - rows.linkStart(row);
        }
        fields.endNumbers(Field.LINKS, count);
    }
}
