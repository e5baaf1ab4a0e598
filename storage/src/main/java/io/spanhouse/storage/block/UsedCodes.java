package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which values of an input's dictionaries, and which of its resources and scopes, are used by the row groups that a merge
 * takes. What only the others use must not come along: it would take room for ever, and may be the very text that is to be
 * erased. Nothing is looked at when all row groups are taken. Else the lists of codes of the row groups taken are read, not
 * their values: some 0.1 ms a row group. Immutable.
 */
final class UsedCodes {
    private final boolean all;
    private final List<BitSet> dictionaries = new ArrayList<>();
    private final BitSet resources = new BitSet();
    private final BitSet scopes = new BitSet();

    /** Looks at the row groups that are taken of an input. */
    UsedCodes(MergeInput input, ReadScratch scratch) {
        BlockReader block = input.block();
        all = input.groups().length == block.bounds().groups();
        if (all) {
            return;
        }
        for (int i = 0; i < block.directory().dictionaries().size(); i++) {
            dictionaries.add(new BitSet());
        }
        for (int group : input.groups()) {
            try (GroupReader reader = block.group(group, scratch)) {
                lookAt(reader);
            }
        }
        if (!resources.isEmpty()) {
            lookAtServices(block, scratch);
        }
    }

    private void lookAt(GroupReader group) {
        GroupHeader header = group.header();
        for (int i = 0; i < header.numbers.size(); i++) {
            int column = header.numbers.get(i);
            BitSet used = header.valueCounts.get(i) == 0 ? null : usedOf(group.block(), column);
            if (used != null) {
                CodeColumn codes = group.codes(column);
                for (int j = 0; j < codes.listSize(); j++) {
                    used.set(codes.list()[j]);
                }
            }
        }
        BitSet services = dictionaries.get(FixedDictionary.SERVICE.number());
        for (int i = 0; i < header.services.size(); i++) {
            services.set(header.services.get(i));
        }
    }

    /** Where the codes of a column are noted, null if it has none that a merge changes. */
    private @Nullable BitSet usedOf(BlockReader block, int column) {
        if (column == Field.RESOURCE.number()) {
            return resources;
        }
        if (column == Field.SCOPE.number()) {
            return scopes;
        }
        if (column >= Field.FIRST_ATTRIBUTE) {
            int dictionary = block.directory().column(column).dictionary();
            boolean sorted = block.directory().dictionary(dictionary).mode() == DictionaryMode.SORTED;
            return sorted ? dictionaries.get(dictionary) : null;
        }
        Field field = Field.ofNumber(column);
        FixedDictionary dictionary = field == null ? null : field.dictionary();
        return dictionary == null ? null : dictionaries.get(dictionary.number());
    }

    private void lookAtServices(BlockReader block, ReadScratch scratch) {
        BitSet services = dictionaries.get(FixedDictionary.SERVICE.number());
        int[] code = new int[1];
        try (GroupReader table = block.resources(scratch)) {
            CodeColumn codes = table.codes(Field.RESOURCE_SERVICE.number());
            for (int row = resources.nextSetBit(0); row >= 0; row = resources.nextSetBit(row + 1)) {
                codes.codes(row, row + 1, code, 0);
                services.set(code[0]);
            }
        }
    }

    /** The first code of a dictionary, from one on, that is used; the dictionary's size if there is none. */
    int next(int dictionary, int from, int size) {
        if (all) {
            return from;
        }
        int next = dictionaries.get(dictionary).nextSetBit(from);
        return next < 0 ? size : next;
    }

    boolean hasResource(int row) {
        return all || resources.get(row);
    }

    boolean hasScope(int row) {
        return all || scopes.get(row);
    }
}
