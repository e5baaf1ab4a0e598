package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanRows;

/** Writes the fields of the events and links of a row group. */
final class EventColumnWriter {
    private final SpanRows rows;
    private final SealCodes codes;
    private final FieldEncoder fields;

    EventColumnWriter(SpanRows rows, SealCodes codes, FieldEncoder fields) {
        this.rows = rows;
        this.codes = codes;
        this.fields = fields;
    }

    /**
     * Writes events.
     *
     * @param events their numbers in the rows
     * @param spanStarts start of the span of each
     */
    void writeEvents(IntColumn events, LongColumn spanStarts, LevelPivot pivot) {
        int count = events.size();
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.eventTimeNanos(events.get(i)) - spanStarts.get(i);
        }
        fields.endNumbers(Field.EVENT_TIME_AFTER, count);
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = rows.eventName(events.get(i));
        }
        fields.endStrings(Field.EVENT_NAME, count, codes.eventNames());
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.eventDroppedAttributes(events.get(i));
        }
        fields.endNumbers(Field.EVENT_DROPPED_ATTRIBUTES, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = pivot.ownerShapes().get(i);
        }
        fields.endNumbers(Field.EVENT_SHAPE, count);
    }

    /**
     * Writes links.
     *
     * @param links their numbers in the rows
     */
    void writeLinks(IntColumn links, LevelPivot pivot) {
        int count = links.size();
        long[] numbers = fields.numbers(count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkTraceIdHigh(links.get(i));
        }
        fields.endNumbers(Field.LINK_TRACE_HIGH, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkTraceIdLow(links.get(i));
        }
        fields.endNumbers(Field.LINK_TRACE_LOW, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkSpanId(links.get(i));
        }
        fields.endNumbers(Field.LINK_SPAN, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkPresence(links.get(i));
        }
        fields.endNumbers(Field.LINK_PRESENCE, count);
        int[] strings = fields.codes(count);
        for (int i = 0; i < count; i++) {
            strings[i] = rows.linkTraceState(links.get(i));
        }
        fields.endStrings(Field.LINK_TRACE_STATE, count, codes.traceStates());
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkFlags(links.get(i));
        }
        fields.endNumbers(Field.LINK_FLAGS, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = rows.linkDroppedAttributes(links.get(i));
        }
        fields.endNumbers(Field.LINK_DROPPED_ATTRIBUTES, count);
        for (int i = 0; i < count; i++) {
            numbers[i] = pivot.ownerShapes().get(i);
        }
        fields.endNumbers(Field.LINK_SHAPE, count);
    }
}
