package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds what attributes of rows say of scripts. Each key's text is looked at once for all rows that share a table. Not
 * thread-safe.
 */
final class SpanFieldReader {
    /** Instead of a pair: the row has none of the field's names. */
    static final int NONE = -1;

    private static final int UNKNOWN = 0;
    private static final int NO_FIELD = 1;
    private static final int LOG_KEY = 2;
    private static final int FIRST_FIELD = 4;
    private static final int FIELDS = ScriptField.values().length;
    private static final byte[] LOG_PREFIX = ScriptNames.LOG_PREFIX.getBytes(StandardCharsets.UTF_8);

    private final SpanRows rows;
    private final Map<String, Integer> meanings = new HashMap<>();
    private final ByteSlice slice = new ByteSlice();
    private final int[] pairs = new int[FIELDS];
    private final int[] ranks = new int[FIELDS];
    private int[] meaningOfKey = new int[64];
    private boolean log;
    private boolean unreadable;

    SpanFieldReader(SpanRows rows, ScriptNames names) {
        this.rows = rows;
        for (ScriptField field : ScriptField.values()) {
            List<String> ofField = names.of(field);
            for (int rank = ofField.size() - 1; rank >= 0; rank--) {
                meanings.put(ofField.get(rank), FIRST_FIELD + rank * FIELDS + field.ordinal());
            }
        }
    }

    /** Reads the attributes of a row. */
    void readSpan(int row) {
        clear();
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            take(rows.attribute(i));
        }
    }

    /** Reads the attributes of an event. */
    void readEvent(int event) {
        clear();
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            take(rows.eventAttribute(i));
        }
    }

    private void clear() {
        Arrays.fill(pairs, NONE);
        log = false;
        unreadable = false;
    }

    private void take(int pair) {
        int meaning = meaning(rows.pairs().key(pair));
        if (meaning == LOG_KEY) {
            log = true;
        } else if (meaning >= FIRST_FIELD) {
            int field = (meaning - FIRST_FIELD) % FIELDS;
            int rank = (meaning - FIRST_FIELD) / FIELDS;
            log |= field >= ScriptField.LOG_ID.ordinal();
            if (pairs[field] == NONE || rank < ranks[field]) {
                pairs[field] = pair;
                ranks[field] = rank;
            }
        }
    }

    private int meaning(int key) {
        if (key >= meaningOfKey.length) {
            meaningOfKey = Arrays.copyOf(meaningOfKey, Math.max(key + 1, 2 * meaningOfKey.length));
        }
        int meaning = meaningOfKey[key];
        if (meaning == UNKNOWN) {
            rows.strings().get(key, slice);
            boolean logs = slice.length >= LOG_PREFIX.length
                    && Arrays.equals(
                            slice.array,
                            slice.offset,
                            slice.offset + LOG_PREFIX.length,
                            LOG_PREFIX,
                            0,
                            LOG_PREFIX.length);
            meaning = meanings.getOrDefault(slice.utf8(), logs ? LOG_KEY : NO_FIELD);
            meaningOfKey[key] = meaning;
        }
        return meaning;
    }

    /** Whether an attribute says that this is a log. */
    boolean isLog() {
        return log;
    }

    /** Whether a value that was asked for could not be read. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** The pair with a field's value, {@link #NONE} if there is none. */
    int pair(ScriptField field) {
        return pairs[field.ordinal()];
    }

    boolean has(ScriptField field) {
        return pair(field) != NONE;
    }

    /** A field's value as text, empty if there is none. */
    String text(ScriptField field) {
        return has(field) ? textOf(pair(field)) : "";
    }

    /** The value of a pair as text; empty if it lies elsewhere and cannot be read. */
    String textOf(int pair) {
        try {
            rows.pairs().value(pair, slice);
        } catch (StoreException e) {
            // Who shows the span says so; a list goes without the value.
            unreadable = true;
            return "";
        }
        return Objects.requireNonNullElse(
                ValueText.of(ValueType.ofCode(rows.pairs().type(pair)), slice), "");
    }

    /** The first attribute of an event with this key as text, empty if there is none. */
    String eventText(int event, String key) {
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            if (rows.strings().text(rows.pairs().key(rows.eventAttribute(i))).equals(key)) {
                return textOf(rows.eventAttribute(i));
            }
        }
        return "";
    }
}
