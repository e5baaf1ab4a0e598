package io.spanhouse.storage.scan;

import static java.util.Objects.requireNonNull;

import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.OperationExamples;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ByteSlice;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures all spans of some operations of a row group, in groups by service, name or kind, without a look at its rows. The
 * tables of operations do not name spans; examples are looked up afterwards, in the row groups that have them.
 */
final class OperationGroups {
    /** Dictionaries with more texts are not remembered by code. */
    private static final int KNOWN_MAX = 1 << 16;

    private static final Map<GroupKey, Part> ANSWERED = Map.of(
            key(new Operand.Attribute(AttributeLevel.RESOURCE, Services.KEY)), Part.SERVICE,
            key(new Operand.Field(SpanField.NAME)), Part.NAME,
            key(new Operand.Field(SpanField.KIND)), Part.KIND);

    /** What groups can be made of. */
    private enum Part {
        SERVICE,
        NAME,
        KIND
    }

    private final List<Part> parts;
    private final LiteralTable literals;

    OperationGroups(List<GroupKey> groupBy, LiteralTable literals) {
        this.parts = groupBy.stream()
                .filter(ANSWERED::containsKey)
                .map(key -> requireNonNull(ANSWERED.get(key)))
                .toList();
        this.literals = literals;
    }

    private static GroupKey key(Operand operand) {
        return new GroupKey(List.of(operand));
    }

    /** Whether operations tell all that is wanted of groups by these operands. */
    static boolean answer(List<GroupKey> groupBy, List<Accumulator> measures) {
        return ANSWERED.keySet().containsAll(groupBy) && measures.stream().allMatch(Accumulator::takesOperations);
    }

    /**
     * Adds the operations of a row group that are taken.
     *
     * @param memo what is known of the block
     * @param step the step of all its rows, -1 if there are no steps
     * @return false if its operations do not say enough; nothing was added then
     */
    boolean add(GroupScan scan, BlockMemo memo, DecidedOperations taken, int step, AggregateTable table) {
        int[] keys = keys(scan, memo, taken, table.width());
        if (keys == null) {
            return false;
        }
        each(taken, keys, step, table, (cell, entry) -> {
            for (Accumulator accumulator : table.accumulators()) {
                accumulator.addOperation(cell, taken.operations(), entry);
            }
        });
        return true;
    }

    /** Takes the examples of operations that were {@link #add added} with this step; the table has their cells. */
    void addExamples(
            GroupScan scan,
            BlockMemo memo,
            DecidedOperations taken,
            OperationExamples examples,
            int step,
            AggregateTable table) {
        int[] keys = keys(scan, memo, taken, table.width());
        if (keys == null) {
            throw new IllegalStateException("operations that were added say too little for examples");
        }
        each(taken, keys, step, table, (cell, entry) -> {
            for (Accumulator accumulator : table.accumulators()) {
                if (accumulator instanceof ExampleAccumulator) {
                    ((ExampleAccumulator) accumulator).addExample(cell, examples, entry);
                }
            }
        });
    }

    /** The numbers of the keys of operations that are taken, null if these do not say enough. */
    private int @Nullable [] keys(GroupScan scan, BlockMemo memo, DecidedOperations taken, int width) {
        if (parts.contains(Part.SERVICE)
                && !OperationScreen.servicesArePlain(scan.group().block())) {
            return null;
        }
        OperationTable operations = taken.operations();
        int[] keys = new int[operations.size() * width];
        Texts services = new Texts(FixedDictionary.SERVICE, scan, memo);
        Texts names = new Texts(FixedDictionary.SPAN_NAME, scan, memo);
        for (int entry = 0; entry < operations.size(); entry++) {
            for (int i = 0; i < parts.size() && taken.takes(entry); i++) {
                if (parts.get(i) == Part.SERVICE && services.isEmpty(operations.service(entry))) {
                    // No service and an empty one are the same operation, and different groups.
                    return null;
                }
                keys[entry * width + i] = number(parts.get(i), operations, entry, services, names);
            }
        }
        return keys;
    }

    /** Takes an operation and the cell that it belongs to. */
    @FunctionalInterface
    private interface CellVisitor {
        void visit(int cell, int entry);
    }

    private int number(Part part, OperationTable operations, int entry, Texts services, Texts names) {
        switch (part) {
            case SERVICE:
                return services.number(operations.service(entry));
            case NAME:
                return names.number(operations.name(entry));
            case KIND:
                return literals.number(new Literal.Whole(operations.kind(entry)));
        }
        throw new AssertionError(part);
    }

    private void each(DecidedOperations taken, int[] keys, int step, AggregateTable table, CellVisitor visitor) {
        int[] key = new int[table.width()];
        for (int entry = 0; entry < taken.operations().size(); entry++) {
            if (!taken.takes(entry)) {
                continue;
            }
            System.arraycopy(keys, entry * key.length, key, 0, key.length);
            if (step >= 0) {
                key[parts.size()] = step;
            }
            visitor.visit(table.cell(key), entry);
        }
    }

    /** The numbers of a dictionary's texts, each asked for once a query and block. */
    private final class Texts {
        private final FixedDictionary dictionary;
        private final GroupScan scan;
        private final int @Nullable [] known;
        private final ByteSlice slice = new ByteSlice();

        Texts(FixedDictionary dictionary, GroupScan scan, BlockMemo memo) {
            this.dictionary = dictionary;
            this.scan = scan;
            int codes = scan.group()
                    .block()
                    .directory()
                    .dictionary(dictionary.number())
                    .entries();
            this.known = codes <= KNOWN_MAX ? memo.textNumbers(dictionary, codes) : null;
        }

        int number(int code) {
            int before = known == null ? 0 : known[code];
            if (before != 0) {
                return before;
            }
            scan.texts().value(dictionary, code, slice);
            int number = literals.number(new Literal.Text(slice.utf8()));
            if (known != null) {
                known[code] = number;
            }
            return number;
        }

        /** Whether it is the empty text, which is the first of a dictionary if it is there. */
        boolean isEmpty(int code) {
            if (code > 0) {
                return false;
            }
            scan.texts().value(dictionary, code, slice);
            return slice.length == 0;
        }
    }
}
