package io.spanhouse.query.jaeger.expression;

import io.spanhouse.storage.filter.AttributeLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names of levels, which are those of the store in lower case. */
public final class FilterLevel {
    private FilterLevel() {}

    /** All of them. */
    public static List<String> names() {
        return Arrays.stream(AttributeLevel.values()).map(FilterLevel::text).toList();
    }

    static String text(AttributeLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static @Nullable AttributeLevel of(String text) {
        for (AttributeLevel level : AttributeLevel.values()) {
            if (text(level).equals(text)) {
                return level;
            }
        }
        return null;
    }
}
