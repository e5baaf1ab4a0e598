package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;

/**
 * What is alike in most spans, interned as one: kind, status, trace state, flags, dropped counts and marks. A few dozen
 * forms serve a generation as a rule, so a row has 4 bytes for them and not 36. One thread adds, any reads; see
 * {@link LongPages}.
 */
final class SpanForms {
    private final IntPages kinds;
    private final IntPages statusCodes;
    private final IntPages statusMessages;
    private final IntPages traceStates;
    private final IntPages flags;
    private final IntPages droppedAttributes;
    private final IntPages droppedEvents;
    private final IntPages droppedLinks;
    private final IntPages marks;
    private final HashSlots slots = new HashSlots();
    private int last = -1;

    /** One span's values. */
    static final class Fields {
        int kind;
        int statusCode;
        int statusMessage;
        int traceState;
        int flags;
        int droppedAttributes;
        int droppedEvents;
        int droppedLinks;
        int marks;
    }

    SpanForms(int sizeMax) {
        kinds = new IntPages(sizeMax);
        statusCodes = new IntPages(sizeMax);
        statusMessages = new IntPages(sizeMax);
        traceStates = new IntPages(sizeMax);
        flags = new IntPages(sizeMax);
        droppedAttributes = new IntPages(sizeMax);
        droppedEvents = new IntPages(sizeMax);
        droppedLinks = new IntPages(sizeMax);
        marks = new IntPages(sizeMax);
    }

    int kind(int form) {
        return kinds.get(form);
    }

    int statusCode(int form) {
        return statusCodes.get(form);
    }

    int statusMessage(int form) {
        return statusMessages.get(form);
    }

    int traceState(int form) {
        return traceStates.get(form);
    }

    int flags(int form) {
        return flags.get(form);
    }

    int droppedAttributes(int form) {
        return droppedAttributes.get(form);
    }

    int droppedEvents(int form) {
        return droppedEvents.get(form);
    }

    int droppedLinks(int form) {
        return droppedLinks.get(form);
    }

    int marks(int form) {
        return marks.get(form);
    }

    /** The code of some values, new or known. */
    int intern(Fields fields) {
        if (last >= 0 && same(last, fields)) {
            return last;
        }
        last = search(fields);
        return last;
    }

    private int search(Fields fields) {
        long hash = hash(fields);
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int form = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && same(form, fields)) {
                return form;
            }
            slot = HashSlots.next(searched, slot);
        }
        int form = kinds.size();
        append(fields);
        slots.add(hash, form);
        return form;
    }

    private static long hash(Fields fields) {
        long hash = ByteHash.hash(both(fields.kind, fields.statusCode), both(fields.flags, fields.marks));
        // Hardly a span has any of the others.
        if ((fields.statusMessage
                        | fields.traceState
                        | fields.droppedAttributes
                        | fields.droppedEvents
                        | fields.droppedLinks)
                != 0) {
            hash = ByteHash.hash(hash, both(fields.statusMessage, fields.traceState));
            hash = ByteHash.hash(hash, both(fields.droppedAttributes, fields.droppedEvents));
            hash = ByteHash.hash(hash, fields.droppedLinks);
        }
        return hash;
    }

    private static long both(int high, int low) {
        return (long) high << 32 | low & 0xFFFF_FFFFL;
    }

    private boolean same(int form, Fields fields) {
        return kind(form) == fields.kind
                && statusCode(form) == fields.statusCode
                && statusMessage(form) == fields.statusMessage
                && traceState(form) == fields.traceState
                && flags(form) == fields.flags
                && droppedAttributes(form) == fields.droppedAttributes
                && droppedEvents(form) == fields.droppedEvents
                && droppedLinks(form) == fields.droppedLinks
                && marks(form) == fields.marks;
    }

    private void append(Fields fields) {
        kinds.add(fields.kind);
        statusCodes.add(fields.statusCode);
        statusMessages.add(fields.statusMessage);
        traceStates.add(fields.traceState);
        flags.add(fields.flags);
        droppedAttributes.add(fields.droppedAttributes);
        droppedEvents.add(fields.droppedEvents);
        droppedLinks.add(fields.droppedLinks);
        marks.add(fields.marks);
    }

    long bytes() {
        return 9 * kinds.bytes() + slots.bytes();
    }
}
