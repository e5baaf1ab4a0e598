package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import java.util.Arrays;

/** Writes the trace rows of a row group. Most columns are differences that are 0 for a trace that lies in one fragment. */
final class TraceColumnWriter {
    private final TraceRows traces;
    private final SealCodes codes;
    private final FieldEncoder fields;
    /** Position of a service in the row group's list + 1, by code. */
    private final int[] servicePositions;

    private int[] serviceSet = new int[16];

    TraceColumnWriter(TraceRows traces, SealCodes codes, FieldEncoder fields) {
        this.traces = traces;
        this.codes = codes;
        this.fields = fields;
        this.servicePositions = new int[codes.traceServices().dictionarySize()];
    }

    /** Writes fragments {@code [from, to)}; their services go into the header. */
    void write(int from, int to, GroupHeader header) {
        int count = to - from;
        writeTimes(from, count);
        writeCounts(from, count);
        writeRoot(from, count);
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.tickMin(from + i);
        }
        fields.endNumbers(Field.TICK_MIN, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.tickMax(from + i) - traces.tickMin(from + i);
        }
        fields.endNumbers(Field.TICK_SPREAD, count);
        listServices(from, to, header.services);
        for (int i = 0; i < count; i++) {
            numbers[i] = serviceSet(from + i, header.serviceSets);
        }
        fields.endNumbers(Field.SERVICE_SET, count);
        for (int i = 0; i < header.services.size(); i++) {
            servicePositions[header.services.get(i)] = 0;
        }
    }

    private void writeTimes(int from, int count) {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows(from + i);
        }
        fields.endNumbers(Field.TRACE_ROWS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.startNanos(from + i);
        }
        fields.endNumbers(Field.TRACE_START, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = duration(from + i);
        }
        fields.endNumbers(Field.TRACE_DURATION, count);
    }

    private void writeCounts(int from, int count) {
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = (long) traces.spans(from + i) - rows(from + i);
        }
        fields.endNumbers(Field.TRACE_OTHER_SPANS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.errors(from + i);
        }
        fields.endNumbers(Field.TRACE_ERRORS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.flags(from + i);
        }
        fields.endNumbers(Field.TRACE_FLAGS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.firstBucket(from + i);
        }
        fields.endNumbers(Field.TRACE_FIRST_BUCKET, count);
    }

    private void writeRoot(int from, int count) {
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = traces.rootName(from + i);
        }
        fields.endStrings(Field.ROOT_NAME, count, codes.traceNames());
        for (int i = 0; i < count; i++) {
            strings[i] = traces.rootService(from + i);
        }
        fields.endStrings(Field.ROOT_SERVICE, count, codes.traceServices());
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.rootKind(from + i);
        }
        fields.endNumbers(Field.ROOT_KIND, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = traces.rootStatus(from + i);
        }
        fields.endNumbers(Field.ROOT_STATUS, count);
        // Without a root both differences are written as 0, not as the odd number that zero times would give.
        for (int i = 0; i < count; i++) {
            numbers[i] = hasRoot(from + i) ? traces.rootStartNanos(from + i) - traces.startNanos(from + i) : 0;
        }
        fields.endNumbers(Field.ROOT_START_AFTER, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = hasRoot(from + i) ? duration(from + i) - traces.rootDurationNanos(from + i) : 0;
        }
        fields.endNumbers(Field.ROOT_DURATION_LESS, count);
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
