package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ValueType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the units of one query found out about one block, for those that come after. Any number of threads. */
final class BlockMemo {
    private record Question(ValueTest test, int dictionary, ValueType type) {}

    private final Map<Question, DictionaryMatches> dictionaries = new ConcurrentHashMap<>();
    private final Map<PreparedCondition.Leaf, RowSet> resources = new ConcurrentHashMap<>();
    private final Map<PreparedCondition.Leaf, RowSet> scopes = new ConcurrentHashMap<>();

    /** Which values of a dictionary meet a test. */
    DictionaryMatches dictionary(ValueTest test, int dictionary, ValueType type) {
        return dictionaries.computeIfAbsent(
                new Question(test, dictionary, type), question -> new DictionaryMatches(question.test, question.type));
    }

    /** Which of the block's resources meet a comparison. */
    Map<PreparedCondition.Leaf, RowSet> resources() {
        return resources;
    }

    /** Which of the block's scopes meet a comparison. */
    Map<PreparedCondition.Leaf, RowSet> scopes() {
        return scopes;
    }
}
