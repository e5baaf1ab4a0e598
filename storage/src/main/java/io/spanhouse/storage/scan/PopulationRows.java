package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts rows of the head by the values of all keys: one walk over the attributes of each row counts pairs by their codes,
 * and each pair that occurs is told apart once a unit. Keys that have arrays there are counted again, as lists. One a unit of
 * work; not thread-safe.
 */
final class PopulationRows {
    private static final int LEVELS = AttributeLevel.values().length;

    /** Counts of rows by some number, each row once. */
    private static final class Counts {
        private int[] selected = new int[64];
        private int[] rest = new int[64];
        /** The row that was counted last + 1. */
        private int[] last = new int[64];

        void ensure(int number) {
            if (number >= last.length) {
                int length = Math.max(number + 1, last.length * 2);
                selected = Arrays.copyOf(selected, length);
                rest = Arrays.copyOf(rest, length);
                last = Arrays.copyOf(last, length);
            }
        }

        void add(int number, int row, boolean isSelected) {
            if (last[number] != row + 1) {
                last[number] = row + 1;
                if (isSelected) {
                    selected[number]++;
                } else {
                    rest[number]++;
                }
            }
        }
    }

    private record Key(AttributeLevel level, String key) {}

    private record TypedKey(Key key, ValueType type) {}

    private final SpanRows rows;
    private final PairTable pairs;
    private final IntColumn list;
    private final RowSet selected;
    private final PopulationTable into;
    /** The number of a pair that occurs, by level and code. */
    private final NumberMemo[] numbers = new NumberMemo[LEVELS];

    private final IntColumn codes = new IntColumn(64);
    private final IntColumn typedKeyOf = new IntColumn(64);
    private final Counts byPair = new Counts();
    private final Map<TypedKey, Integer> typedKeyNumbers = new HashMap<>();
    private final List<TypedKey> typedKeys = new ArrayList<>();
    private final IntColumn keyOf = new IntColumn(64);
    private final Counts byTypedKey = new Counts();
    private final Map<Key, Integer> keyNumbers = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private final Counts byKey = new Counts();

    /**
     * Rows to be counted.
     *
     * @param list their numbers
     * @param selected which of the list are selected
     */
    PopulationRows(SpanRows rows, IntColumn list, RowSet selected, PopulationTable into) {
        this.rows = rows;
        this.pairs = rows.pairs();
        this.list = list;
        this.selected = selected;
        this.into = into;
        Arrays.setAll(numbers, level -> new NumberMemo());
    }

    /** Counts the spans themselves. */
    void countSpans() {
        int chosen = selected.count(0, list.size());
        into.addSpans(chosen, list.size() - chosen);
    }

    /** Counts every attribute. */
    void countAttributes() {
        for (int i = 0; i < list.size(); i++) {
            countAttributes(list.get(i), selected.has(i));
        }
        boolean[] lists = new boolean[keys.size()];
        for (int i = 0; i < typedKeys.size(); i++) {
            lists[keyOf.get(i)] |= typedKeys.get(i).type == ValueType.ARRAY;
            try (PopulationTable.Counting counting = into.counting(operand(typedKeys.get(i).key))) {
                counting.key().addType(typedKeys.get(i).type, byTypedKey.selected[i], byTypedKey.rest[i]);
            }
        }
        for (int key = 0; key < lists.length; key++) {
            if (lists[key]) {
                count(operand(keys.get(key)));
            } else {
                try (PopulationTable.Counting counting = into.counting(operand(keys.get(key)))) {
                    counting.key().addPresent(byKey.selected[key], byKey.rest[key]);
                }
            }
        }
        countPairs(lists);
    }

    private static Operand operand(Key key) {
        return new Operand.Attribute(key.level, key.key);
    }

    private void countAttributes(int row, boolean isSelected) {
        int end = SentPieces.end(rows, row);
        for (int i = rows.attributeStart(row); i < end; i++) {
            pair(AttributeLevel.SPAN, rows.attribute(i), row, isSelected);
        }
        ResourceTable resources = rows.resources();
        int resource = rows.resource(row);
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            pair(AttributeLevel.RESOURCE, resources.attribute(i), row, isSelected);
        }
        ScopeTable scopes = rows.scopes();
        int scope = rows.scope(row);
        for (int i = scopes.attributeStart(scope); i < scopes.attributeEnd(scope); i++) {
            pair(AttributeLevel.SCOPE, scopes.attribute(i), row, isSelected);
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                pair(AttributeLevel.EVENT, rows.eventAttribute(i), row, isSelected);
            }
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                pair(AttributeLevel.LINK, rows.linkAttribute(i), row, isSelected);
            }
        }
    }

    private void pair(AttributeLevel level, int code, int row, boolean isSelected) {
        NumberMemo memo = numbers[level.ordinal()];
        int number = memo.get(code);
        if (number == NumberMemo.UNKNOWN) {
            number = memo.put(code, newPair(level, code));
        }
        byPair.add(number, row, isSelected);
        int typedKey = typedKeyOf.get(number);
        byTypedKey.add(typedKey, row, isSelected);
        if (PopulationGroup.sayable(typedKeys.get(typedKey).type)) {
            byKey.add(keyOf.get(typedKey), row, isSelected);
        }
    }

    private int newPair(AttributeLevel level, int code) {
        ValueType type = ValueType.ofCode(pairs.type(code));
        Key key = new Key(level, rows.strings().text(pairs.key(code)));
        TypedKey typed = new TypedKey(key, type);
        Integer known = typedKeyNumbers.get(typed);
        if (known == null) {
            known = typedKeys.size();
            typedKeyNumbers.put(typed, known);
            typedKeys.add(typed);
            byTypedKey.ensure(known);
            keyOf.add(number(key));
        }
        int number = codes.size();
        codes.add(code);
        typedKeyOf.add(known);
        byPair.ensure(number);
        return number;
    }

    private int number(Key key) {
        Integer known = keyNumbers.get(key);
        if (known == null) {
            known = keys.size();
            keyNumbers.put(key, known);
            keys.add(key);
            byKey.ensure(known);
        }
        return known;
    }

    private void countPairs(boolean[] lists) {
        ByteSlice slice = new ByteSlice();
        for (int number = 0; number < codes.size(); number++) {
            int typedKey = typedKeyOf.get(number);
            TypedKey typed = typedKeys.get(typedKey);
            if (!lists[keyOf.get(typedKey)] && PopulationGroup.sayable(typed.type)) {
                pairs.value(codes.get(number), slice);
                try (PopulationTable.Counting counting = into.counting(operand(typed.key))) {
                    counting.key().add(typed.type, slice, byPair.selected[number], byPair.rest[number]);
                }
            }
        }
    }

    /** Counts one operand, row by row. */
    void count(Operand operand) {
        LiteralTable literals = new LiteralTable(Integer.MAX_VALUE - 1);
        OperandValues values = new OperandValues(rows, OperandReader.of(operand, rows), literals);
        ValueLists lists = new ValueLists(list.size());
        for (int i = 0; i < list.size(); i++) {
            IntColumn found = values.of(list.get(i));
            for (int j = 0; j < found.size(); j++) {
                lists.add(i, found.get(j));
            }
        }
        int[] ofSelected = new int[lists.size()];
        int[] ofRest = new int[lists.size()];
        for (int i = 0; i < list.size(); i++) {
            if (selected.has(i)) {
                ofSelected[lists.list(i)]++;
            } else {
                ofRest[lists.list(i)]++;
            }
        }
        try (PopulationTable.Counting counting = into.counting(operand)) {
            for (int i = 0; i < ofSelected.length; i++) {
                if ((ofSelected[i] | ofRest[i]) != 0) {
                    PopulationGroup.add(lists.values(i), literals, counting, ofSelected[i], ofRest[i]);
                }
            }
        }
    }
}
