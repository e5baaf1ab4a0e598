package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;

/**
 * The fields of spans that are small numbers, or strings, of the rows as they are. One loop a field, for one loop over all
 * would call another method each time. Static, so good for any thread.
 */
final class SpanNumbers {
    private SpanNumbers() {}

    /** Gathers the values of some rows, the first of {@code at}. */
    static void fill(Field field, SpanRows rows, int[] at, int count, int[] into) {
        if (field == Field.NAME) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.name(at[i]);
            }
        } else if (field == Field.KIND) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.kind(at[i]);
            }
        } else if (field == Field.STATUS_CODE) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.statusCode(at[i]);
            }
        } else if (field == Field.STATUS_MESSAGE) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.statusMessage(at[i]);
            }
        } else if (field == Field.TRACE_STATE) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.traceState(at[i]);
            }
        } else if (field == Field.FLAGS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.flags(at[i]);
            }
        } else if (field == Field.MARKS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.marks(at[i]);
            }
        } else {
            fillCounts(field, rows, at, count, into);
        }
    }

    private static void fillCounts(Field field, SpanRows rows, int[] at, int count, int[] into) {
        if (field == Field.DROPPED_ATTRIBUTES) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.droppedAttributes(at[i]);
            }
        } else if (field == Field.DROPPED_EVENTS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.droppedEvents(at[i]);
            }
        } else if (field == Field.DROPPED_LINKS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.droppedLinks(at[i]);
            }
        } else if (field == Field.EVENTS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.eventEnd(at[i]) - rows.eventStart(at[i]);
            }
        } else if (field == Field.LINKS) {
            for (int i = 0; i < count; i++) {
                into[i] = rows.linkEnd(at[i]) - rows.linkStart(at[i]);
            }
        } else {
            throw new IllegalArgumentException(field + " is none of these");
        }
    }
}
