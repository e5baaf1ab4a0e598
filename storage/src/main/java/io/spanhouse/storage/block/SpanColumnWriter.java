package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of the spans of a row group. One pass over the rows for each field: they lie in columns too. Fields
 * that go together are said by the row's form ({@link FormFinder}); of these only one row a form is written.
 */
final class SpanColumnWriter {
    /** Fields that may go together, those that tell most of the others first. */
    private static final Field[] OF_FORMS = {
        Field.NAME,
        Field.SHAPE,
        Field.SCOPE,
        Field.RESOURCE,
        Field.FLAGS,
        Field.KIND,
        Field.STATUS_CODE,
        Field.EVENTS,
        Field.LINKS,
        Field.STATUS_MESSAGE,
        Field.TRACE_STATE,
        Field.DROPPED_ATTRIBUTES,
        Field.DROPPED_EVENTS,
        Field.DROPPED_LINKS,
        Field.MARKS
    };

    private static final Field[] FROM_NAME_TO_SCOPE = {
        Field.NAME,
        Field.KIND,
        Field.STATUS_CODE,
        Field.STATUS_MESSAGE,
        Field.TRACE_STATE,
        Field.FLAGS,
        Field.DROPPED_ATTRIBUTES,
        Field.DROPPED_EVENTS,
        Field.DROPPED_LINKS,
        Field.MARKS,
        Field.RESOURCE,
        Field.SCOPE
    };

    private final BlockInput input;
    private final SpanRows rows;
    private final int[] order;
    private final SealCodes codes;
    private final FieldEncoder fields;
    private final ParentOffsets parents;
    private final FormFinder forms;
    /** 0, 1, 2, ... */
    private int[] everyRow = new int[0];

    private int[] rowsOfSome = new int[0];
    private int[] values = new int[0];
    private long[] parentNumbers = new long[0];
    private int from;
    private int count;

    SpanColumnWriter(BlockInput input, SealCodes codes, FieldEncoder fields) {
        this.input = input;
        this.rows = input.rows();
        this.order = input.order();
        this.codes = codes;
        this.fields = fields;
        this.forms = fields.forms();
        this.parents = new ParentOffsets(rows);
    }

    /** Writes the rows at positions {@code [from, to)} of the order, which are the fragments {@code [firstTrace, ...)}. */
    void write(int first, int to, int firstTrace, LevelPivot pivot) {
        from = first;
        count = to - first;
        ensureArrays();
        fillParents(firstTrace);
        findForms(pivot);
        writeParents();
        writeTimes(firstTrace);
        for (Field field : FROM_NAME_TO_SCOPE) {
            writeField(field, pivot);
        }
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.tick(order[from + i]);
        }
        fields.endNumbers(Field.TICK, count);
        writeField(Field.SHAPE, pivot);
        writeField(Field.EVENTS, pivot);
        writeField(Field.LINKS, pivot);
        int outsideCount = parents.outside().size();
        System.arraycopy(parents.outside().array(), 0, fields.numbers(outsideCount), 0, outsideCount);
        fields.endNumbers(Field.OUTSIDE_PARENT, outsideCount);
        fields.endForms(Field.FORM, count);
    }

    private void ensureArrays() {
        if (everyRow.length < count) {
            everyRow = new int[count];
            rowsOfSome = new int[count];
            values = new int[count];
            parentNumbers = new long[count];
            for (int i = 0; i < count; i++) {
                everyRow[i] = i;
            }
        }
    }

    private void findForms(LevelPivot pivot) {
        forms.start(count);
        for (Field field : OF_FORMS) {
            fill(field, everyRow, count, pivot);
            forms.offer(field, values);
        }
        for (int i = 0; i < count; i++) {
            values[i] = (int) parentNumbers[i];
        }
        forms.offer(Field.PARENT, values);
        forms.end();
    }

    private void fillParents(int firstTrace) {
        parents.clear();
        int trace = firstTrace;
        for (int start = from; start < from + count; trace++) {
            int end = input.traces().rowEnd(trace);
            parents.fill(order, start, end, parentNumbers, start - from);
            start = end;
        }
    }

    private void writeParents() {
        boolean byForm = forms.say(Field.PARENT);
        int written = byForm ? forms.count() : count;
        for (int i = 0; i < written; i++) {
            values[i] = (int) parentNumbers[byForm ? forms.firstOwners()[i] : i];
        }
        fields.endNumbers(Field.PARENT, values, count);
    }

    private void writeTimes(int firstTrace) {
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

    private void writeField(Field field, LevelPivot pivot) {
        boolean byForm = forms.say(field);
        int written = byForm ? forms.count() : count;
        fill(field, byForm ? forms.firstOwners() : everyRow, written, pivot);
        StringCodes strings = stringCodes(field);
        if (strings != null) {
            fields.endStrings(field, values, count, strings);
        } else if (field.hasCodes()) {
            fields.endRows(field, values, count, tableSize(field));
        } else {
            fields.endNumbers(field, values, count);
        }
    }

    private @Nullable StringCodes stringCodes(Field field) {
        if (field == Field.NAME) {
            return codes.names();
        }
        if (field == Field.STATUS_MESSAGE) {
            return codes.statusMessages();
        }
        return field == Field.TRACE_STATE ? codes.traceStates() : null;
    }

    private int tableSize(Field field) {
        return field == Field.RESOURCE
                ? codes.tables().resources().size()
                : codes.tables().scopes().size();
    }

    /** Gathers the values of some rows, named by their distance from the first: numbers, strings, or rows of tables. */
    private void fill(Field field, int[] some, int someCount, LevelPivot pivot) {
        if (field == Field.SHAPE) {
            for (int i = 0; i < someCount; i++) {
                values[i] = pivot.ownerShapes().get(some[i]);
            }
            return;
        }
        for (int i = 0; i < someCount; i++) {
            rowsOfSome[i] = order[from + some[i]];
        }
        fill(field, rowsOfSome, someCount);
    }

    private void fill(Field field, int[] at, int someCount) {
        if (field == Field.RESOURCE) {
            for (int i = 0; i < someCount; i++) {
                values[i] = codes.resourceRank(rows.resource(at[i]));
            }
        } else if (field == Field.SCOPE) {
            for (int i = 0; i < someCount; i++) {
                values[i] = codes.scopeRank(rows.scope(at[i]));
            }
        } else {
            SpanNumbers.fill(field, rows, at, someCount, values);
        }
    }
}
