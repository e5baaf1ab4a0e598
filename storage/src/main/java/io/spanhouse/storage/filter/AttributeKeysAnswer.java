package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.ValueType;
import java.util.List;

/**
 * Attribute keys in use.
 *
 * @param keys those on most spans first, ties by level and key
 * @param completeness whether everything was looked at and all keys are listed
 * @param statistics what was read
 */
public record AttributeKeysAnswer(List<KeyCount> keys, Completeness completeness, ScanStatistics statistics) {
    public AttributeKeysAnswer {
        keys = List.copyOf(keys);
    }

    /**
     * One key with values of one type.
     *
     * @param spans number of spans that have it, or that belong to a resource, scope, event or link that has it
     */
    public record KeyCount(AttributeLevel level, String key, ValueType type, long spans) {}
}
