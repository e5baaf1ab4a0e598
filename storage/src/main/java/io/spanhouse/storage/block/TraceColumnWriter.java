package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * Writes the trace rows of a row group. Most columns are differences that are 0 for a trace that lies in one fragment.
 * Fields that go together are said by the trace's form ({@link FormFinder}); of these only one trace a form is written.
 */
final class TraceColumnWriter {
    /** Fields that may go together, those that tell most of the others first. */
    private static final Field[] OF_FORMS = {
        Field.ROOT_NAME,
        Field.ROOT_SERVICE,
        Field.ROOT_KIND,
        Field.ROOT_STATUS,
        Field.TRACE_FLAGS,
        Field.SERVICE_SET,
        Field.TRACE_ROWS,
        Field.TRACE_ERRORS,
        Field.TRACE_OTHER_SPANS
    };

    private final BlockInput input;
    private final TraceRows traces;
    private final SealCodes codes;
    private final FieldEncoder fields;
    /** Position of a service in the row group's list + 1, by code. */
    private final int[] servicePositions;

    private final FormFinder forms;
    private int[] serviceSet = new int[16];
    /** By fragment of the row group: itself, which set of services it has, and room for what is written. */
    private int[] everyTrace = new int[0];

    private int[] serviceSets = new int[0];
    private int[] values = new int[0];
    private int from;
    private int count;

    TraceColumnWriter(BlockInput input, SealCodes codes, FieldEncoder fields) {
        this.input = input;
        this.traces = input.traces();
        this.codes = codes;
        this.fields = fields;
        this.forms = fields.forms();
        this.servicePositions = new int[codes.traceServices().dictionarySize()];
    }

    /** Writes fragments {@code [first, to)}; their services go into the header. */
    void write(int first, int to, GroupHeader header) {
        from = first;
        count = to - first;
        ensureArrays();
        listServices(from, to, header.services);
        for (int i = 0; i < count; i++) {
            serviceSets[i] = serviceSet(from + i, header.serviceSets);
        }
        for (int i = 0; i < header.services.size(); i++) {
            servicePositions[header.services.get(i)] = 0;
        }
        forms.start(count);
        for (Field field : OF_FORMS) {
            fill(field, everyTrace, count);
            forms.offer(field, values);
        }
        forms.end();
        writeField(Field.TRACE_ROWS);
        writeTimes();
        writeField(Field.TRACE_OTHER_SPANS);
        writeField(Field.TRACE_ERRORS);
        writeField(Field.TRACE_FLAGS);
        writeFirstBuckets();
        writeField(Field.ROOT_NAME);
        writeField(Field.ROOT_SERVICE);
        writeField(Field.ROOT_KIND);
        writeField(Field.ROOT_STATUS);
        writeTicks();
        writeField(Field.SERVICE_SET);
        fields.endForms(Field.TRACE_FORM, count);
        writeRootTimes();
    }

    private void ensureArrays() {
        if (everyTrace.length < count) {
            everyTrace = new int[count];
            serviceSets = new int[count];
            values = new int[count];
            for (int i = 0; i < count; i++) {
                everyTrace[i] = i;
            }
        }
    }

    private void writeField(Field field) {
        boolean byForm = forms.say(field);
        int written = byForm ? forms.count() : count;
        fill(field, byForm ? forms.firstOwners() : everyTrace, written);
        if (field.hasCodes()) {
            StringCodes strings = field == Field.ROOT_NAME ? codes.traceNames() : codes.traceServices();
            fields.endStrings(field, values, count, strings);
        } else {
            fields.endNumbers(field, values, count);
        }
    }

    private void writeTimes() {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.startNanos(from + i);
        }
        fields.endNumbers(Field.TRACE_START, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = duration(from + i);
        }
        fields.endNumbers(Field.TRACE_DURATION, count);
    }

    private void writeFirstBuckets() {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.firstBucket(from + i);
        }
        fields.endNumbers(Field.TRACE_FIRST_BUCKET, count);
    }

    /** Without a root both differences are written as 0, not as the odd number that zero times would give. */
    private void writeRootTimes() {
        SpanRows rows = input.rows();
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            long first = rows.startNanos(firstRow(from + i));
            numbers[i] = hasRoot(from + i) ? traces.rootStartNanos(from + i) - first : 0;
        }
        fields.endNumbers(Field.ROOT_START_BESIDE, count);
        for (int i = 0; i < count; i++) {
            int row = firstRow(from + i);
            long first = rows.endNanos(row) - rows.startNanos(row);
            numbers[i] = hasRoot(from + i) ? traces.rootDurationNanos(from + i) - first : 0;
        }
        fields.endNumbers(Field.ROOT_DURATION_BESIDE, count);
    }

    private int firstRow(int trace) {
        return input.order()[trace == 0 ? 0 : traces.rowEnd(trace - 1)];
    }

    private void writeTicks() {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.tickMin(from + i);
        }
        fields.endNumbers(Field.TICK_MIN, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.tickMax(from + i) - traces.tickMin(from + i);
        }
        fields.endNumbers(Field.TICK_SPREAD, count);
    }

    /** Gathers the values of some fragments, named by their distance from the first: numbers, or strings. */
    private void fill(Field field, int[] some, int someCount) {
        for (int i = 0; i < someCount; i++) {
            values[i] = value(field, some[i]);
        }
    }

    /** There are few fragments to a row, so a branch a value does no harm. */
    private int value(Field field, int index) {
        int trace = from + index;
        if (field == Field.ROOT_NAME) {
            return traces.rootName(trace);
        }
        if (field == Field.ROOT_SERVICE) {
            return traces.rootService(trace);
        }
        if (field == Field.ROOT_KIND) {
            return traces.rootKind(trace);
        }
        if (field == Field.ROOT_STATUS) {
            return traces.rootStatus(trace);
        }
        if (field == Field.TRACE_FLAGS) {
            return traces.flags(trace);
        }
        if (field == Field.SERVICE_SET) {
            return serviceSets[index];
        }
        if (field == Field.TRACE_ROWS) {
            return rows(trace);
        }
        if (field == Field.TRACE_ERRORS) {
            return traces.errors(trace);
        }
        if (field == Field.TRACE_OTHER_SPANS) {
            return traces.spans(trace) - rows(trace);
        }
        throw new IllegalArgumentException(field + " is none of these");
    }

    private boolean hasRoot(int trace) {
        return TraceFlag.HAS_ROOT.in(traces.flags(trace));
    }

    private long duration(int trace) {
        return traces.endNanos(trace) - traces.startNanos(trace);
    }

    private int rows(int trace) {
        return traces.rowEnd(trace) - (trace == 0 ? 0 : traces.rowEnd(trace - 1));
    }

    /** Lists the codes of all services of some fragments, ascending, and notes their positions. */
    private void listServices(int from, int to, IntColumn list) {
        for (int trace = from; trace < to; trace++) {
            for (int i = traces.serviceStart(trace); i < traces.serviceEnd(trace); i++) {
                int code = codes.traceServices().code(traces.service(i));
                if (servicePositions[code] == 0) {
                    servicePositions[code] = 1;
                    list.add(code);
                }
            }
        }
        Arrays.sort(list.array(), 0, list.size());
        for (int i = 0; i < list.size(); i++) {
            servicePositions[list.get(i)] = i + 1;
        }
    }

    private int serviceSet(int trace, Sequences sets) {
        int count = traces.serviceEnd(trace) - traces.serviceStart(trace);
        if (serviceSet.length < count) {
            serviceSet = new int[count * 2];
        }
        for (int i = 0; i < count; i++) {
            int code = codes.traceServices().code(traces.service(traces.serviceStart(trace) + i));
            serviceSet[i] = servicePositions[code] - 1;
        }
        Arrays.sort(serviceSet, 0, count);
        return sets.intern(serviceSet, count);
    }
}
