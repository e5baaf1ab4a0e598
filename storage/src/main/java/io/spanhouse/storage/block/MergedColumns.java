package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionaries and attribute columns of a merged block, and what the old numbers and codes become. Dictionaries of one
 * level, key and type are united while the union stays within the limits; beyond, the block gets two columns of that
 * name, each with a dictionary of its own. Not thread-safe.
 */
final class MergedColumns {
    /** Fixed dictionaries that are united from the inputs; the others are made anew with the tables. */
    private static final FixedDictionary[] UNITED = {
        FixedDictionary.SERVICE,
        FixedDictionary.SPAN_NAME,
        FixedDictionary.STATUS_MESSAGE,
        FixedDictionary.TRACE_STATE,
        FixedDictionary.EVENT_NAME
    };

    private final List<MergeInput> inputs;
    private final List<UsedCodes> used;
    private final ReadScratch scratch;
    private final List<AttributeColumn> columns = new ArrayList<>();
    private final Map<Place, Integer> columnNumbers = new HashMap<>();
    /** By input and old dictionary: the new dictionary, and the new codes. */
    private final int[][] dictionaryNumbers;

    private final int[][][] codes;

    /** What a column is, but for its number. */
    private record Place(int dictionary, int occurrence) {}

    /** What dictionaries must have in common to be united. */
    private record Identity(Level level, String key, ValueType type, DictionaryMode mode) {}

    /** Dictionaries that become one. */
    private static final class Bin {
        final List<Integer> members = new ArrayList<>();
        final List<Integer> oldNumbers = new ArrayList<>();
        long entries;
        long bytes;

        boolean takes(DictionaryInfo info) {
            return members.isEmpty()
                    || entries + info.entries() <= DictionaryInfo.ENTRIES_MAX
                            && bytes + info.bytes() <= DictionaryInfo.BYTES_MAX;
        }

        void add(int input, int oldNumber, DictionaryInfo info) {
            members.add(input);
            oldNumbers.add(oldNumber);
            entries += info.entries();
            bytes += info.bytes();
        }
    }

    MergedColumns(List<MergeInput> inputs, List<UsedCodes> used, ReadScratch scratch) {
        this.inputs = inputs;
        this.used = used;
        this.scratch = scratch;
        dictionaryNumbers = new int[inputs.size()][];
        codes = new int[inputs.size()][][];
        for (int i = 0; i < inputs.size(); i++) {
            int dictionaries = directory(i).dictionaries().size();
            dictionaryNumbers[i] = new int[dictionaries];
            codes[i] = new int[dictionaries][];
        }
    }

    private BlockDirectory directory(int input) {
        return inputs.get(input).block().directory();
    }

    /** Whether the fixed dictionaries of some blocks, united, would be of a size that a block may have. */
    static boolean fit(List<MergeInput> inputs) {
        for (FixedDictionary dictionary : FixedDictionary.values()) {
            long entries = 0;
            long bytes = 0;
            for (MergeInput input : inputs) {
                DictionaryInfo info = input.block().directory().dictionary(dictionary);
                entries += info.entries();
                bytes += info.bytes();
            }
            if (entries > FixedDictionary.MERGED_ENTRIES_MAX || bytes > FixedDictionary.MERGED_BYTES_MAX) {
                return false;
            }
        }
        return true;
    }

    /** Writes the fixed dictionaries of rows and traces, which are the first ones. */
    void writeFixed(DictionaryWriter writer) {
        for (FixedDictionary dictionary : UNITED) {
            List<Integer> all = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                all.add(i);
                numbers.add(dictionary.number());
            }
            unite(dictionary.number(), all, numbers, writer);
        }
    }

    /** Writes the dictionaries of attributes of spans, events and links, from a number on; gives the next number. */
    int writeAttributes(int firstNumber, DictionaryWriter writer) {
        int number = firstNumber;
        for (Map.Entry<Identity, List<Bin>> entry : bins().entrySet()) {
            for (Bin bin : entry.getValue()) {
                if (entry.getKey().mode() == DictionaryMode.SORTED) {
                    unite(number, bin.members, bin.oldNumbers, writer);
                } else {
                    writer.without(number, entry.getKey().mode());
                    for (int i = 0; i < bin.members.size(); i++) {
                        dictionaryNumbers[bin.members.get(i)][bin.oldNumbers.get(i)] = number;
                    }
                }
                number++;
            }
        }
        return number;
    }

    private Map<Identity, List<Bin>> bins() {
        Map<Identity, List<Bin>> bins = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            BlockDirectory directory = directory(i);
            boolean[] seen = new boolean[directory.dictionaries().size()];
            for (AttributeColumn column : directory.columns()) {
                if (ofTable(column.level()) || seen[column.dictionary()]) {
                    continue;
                }
                seen[column.dictionary()] = true;
                DictionaryInfo info = directory.dictionary(column.dictionary());
                Identity identity = new Identity(column.level(), column.key(), column.type(), info.mode());
                Bin bin = binFor(bins.computeIfAbsent(identity, absent -> new ArrayList<>()), info);
                bin.add(i, column.dictionary(), info);
            }
        }
        return bins;
    }

    private static Bin binFor(List<Bin> bins, DictionaryInfo info) {
        for (Bin bin : bins) {
            if (bin.takes(info)) {
                return bin;
            }
        }
        Bin added = new Bin();
        bins.add(added);
        return added;
    }

    /** Whether attributes of a level lie in tables, which are written anew. */
    static boolean ofTable(Level level) {
        return level == Level.RESOURCE || level == Level.SCOPE;
    }

    private void unite(int number, List<Integer> members, List<Integer> oldNumbers, DictionaryWriter writer) {
        List<DictionaryReader> readers = new ArrayList<>();
        List<UsedCodes> usedOfMembers = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            BlockReader block = inputs.get(members.get(i)).block();
            usedOfMembers.add(used.get(members.get(i)));
            readers.add(block.dictionary(oldNumbers.get(i), scratch));
        }
        int[][] united = DictionaryUnion.write(number, readers, usedOfMembers, writer);
        for (int i = 0; i < members.size(); i++) {
            dictionaryNumbers[members.get(i)][oldNumbers.get(i)] = number;
            codes[members.get(i)][oldNumbers.get(i)] = united[i];
        }
    }

    /** The new number of an attribute column of an input. */
    int columnNumber(int input, AttributeColumn column) {
        int dictionary = dictionaryNumbers[input][column.dictionary()];
        return columnNumbers.computeIfAbsent(new Place(dictionary, column.occurrence()), place -> {
            int number = Field.FIRST_ATTRIBUTE + columns.size();
            columns.add(new AttributeColumn(
                    number, column.level(), column.key(), column.type(), column.occurrence(), dictionary));
            return number;
        });
    }

    /** By old code of an input's dictionary, the new code. */
    int[] codes(int input, int dictionary) {
        return codes[input][dictionary];
    }

    /** Columns of the merged block so far, by number. */
    List<AttributeColumn> columns() {
        return columns;
    }
}
