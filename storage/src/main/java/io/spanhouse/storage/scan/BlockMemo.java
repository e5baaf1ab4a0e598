package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the units of one query found out about one block, for those that come after. Two units may find out the same at the
 * same time; either answer is right. Any number of threads.
 */
final class BlockMemo {
    private record Question(ValueTest test, int dictionary, ValueType type) {}

    private final Map<Question, DictionaryMatches> dictionaries = new ConcurrentHashMap<>();
    private final Map<PreparedCondition.Leaf, RowSet> resources = new ConcurrentHashMap<>();
    private final Map<PreparedCondition.Leaf, RowSet> scopes = new ConcurrentHashMap<>();
    private final Map<Operand, ValueLists> values = new ConcurrentHashMap<>();
    private final Map<FixedDictionary, int[]> textNumbers = new ConcurrentHashMap<>();
    private volatile @Nullable List<GroupKeys.TableKey> resourceKeys;
    private volatile @Nullable List<GroupKeys.TableKey> scopeKeys;

    /** Numbers of a dictionary's texts by code, 0 where none was found out yet; threads fill it without a lock. */
    int[] textNumbers(FixedDictionary dictionary, int codes) {
        return textNumbers.computeIfAbsent(dictionary, absent -> new int[codes]);
    }

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

    /** Values of operands on the block's resources and scopes. */
    Map<Operand, ValueLists> values() {
        return values;
    }

    /** Attribute keys of the block's resources. */
    List<GroupKeys.TableKey> resourceKeys(Supplier<List<GroupKeys.TableKey>> read) {
        List<GroupKeys.TableKey> known = resourceKeys;
        if (known == null) {
            known = read.get();
            resourceKeys = known;
        }
        return known;
    }

    /** Attribute keys of the block's scopes. */
    List<GroupKeys.TableKey> scopeKeys(Supplier<List<GroupKeys.TableKey>> read) {
        List<GroupKeys.TableKey> known = scopeKeys;
        if (known == null) {
            known = read.get();
            scopeKeys = known;
        }
        return known;
    }
}
