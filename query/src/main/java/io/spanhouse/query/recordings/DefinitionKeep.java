package io.spanhouse.query.recordings;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.scripts.DefinitionFields;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How long recordings are kept, in the words that people choose from; a month has 30 days. */
final class DefinitionKeep {
    private static final String FOREVER = "forever";
    private static final Map<String, Integer> WORDS =
            new TreeMap<>(Map.of("1 day", 1, "1 week", 7, "1 month", 30, "3 months", 90));

    private DefinitionKeep() {}

    /** The days of a JSON value: a word, or a number of days. */
    static int days(JsonInput value) {
        if (!value.isText()) {
            return value.whole(1, DefinitionFields.KEEP_DAYS_MAX);
        }
        String text = value.text();
        if (text.equals(FOREVER)) {
            return DefinitionFields.FOREVER;
        }
        Integer days = WORDS.get(text);
        if (days == null) {
            days = ofDays(text);
        }
        if (days == null) {
            throw value.unexpected("1 day, 1 week, 1 month, 3 months, forever or a number of days from 1 to "
                    + DefinitionFields.KEEP_DAYS_MAX);
        }
        return days;
    }

    /** As answers show it when no word fits: {@code 12 days}. */
    private static @Nullable Integer ofDays(String text) {
        if (!text.matches("[1-9][0-9]{0,4} days")) {
            return null;
        }
        int days = Integer.parseInt(text.substring(0, text.indexOf(' ')));
        return days <= DefinitionFields.KEEP_DAYS_MAX ? days : null;
    }

    /** The words for a number of days; {@link #days} takes them back. */
    static String text(int days) {
        if (days == DefinitionFields.FOREVER) {
            return FOREVER;
        }
        for (Map.Entry<String, Integer> word : WORDS.entrySet()) {
            if (word.getValue() == days) {
                return word.getKey();
            }
        }
        return days + " days";
    }
}
