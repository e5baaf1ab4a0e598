package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.index.ValueFilter;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What of a row group, or of a table, can be read: found by reading all of its chunks, and of dictionaries the values that
 * it has. For saving what is left of a damaged block; costs some microseconds a row. Used once; not thread-safe.
 */
public final class GroupCondition {
    private final BlockReader block;
    private final ReadScratch scratch;
    private final BitSet lostColumns = new BitSet();
    private final List<String> damages = new ArrayList<>();

    private GroupCondition(BlockReader block, ReadScratch scratch) {
        this.block = block;
        this.scratch = scratch;
    }

    /** The condition of a row group. */
    public static GroupCondition ofGroup(BlockReader block, int number, ReadScratch scratch) {
        GroupCondition condition = new GroupCondition(block, scratch);
        condition.attempt(() -> {
            try (GroupReader group = block.group(number, scratch)) {
                condition.readColumns(group);
                condition.readRest(group);
            }
        });
        return condition;
    }

    /** The condition of what all row groups share: the dictionaries, and the tables of resources and scopes. */
    public static GroupCondition ofShared(BlockReader block, ReadScratch scratch) {
        GroupCondition condition = new GroupCondition(block, scratch);
        for (int i = 0; i < block.directory().dictionaries().size(); i++) {
            int number = i;
            condition.attempt(() -> condition.readDictionary(number));
        }
        condition.attempt(() -> {
            try (GroupReader resources = block.resources(scratch)) {
                condition.readColumns(resources);
            }
        });
        condition.attempt(() -> {
            try (GroupReader scopes = block.scopes(scratch)) {
                condition.readColumns(scopes);
            }
        });
        return condition;
    }

    /** Whether all of it can be read. */
    public boolean isWhole() {
        return damages.isEmpty();
    }

    /** Numbers of the attribute columns that cannot be read. */
    public BitSet lostColumns() {
        return lostColumns;
    }

    /** What cannot be read, one sentence each. */
    public List<String> damages() {
        return damages;
    }

    private boolean attempt(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            damages.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void readDictionary(int number) {
        DictionaryReader dictionary = block.dictionary(number, scratch);
        ByteSlice value = new ByteSlice();
        for (int code = 0; code < dictionary.size(); code++) {
            dictionary.value(code, value);
        }
    }

    private void readColumns(GroupReader group) {
        for (int i = 0; i < group.header().numbers.size(); i++) {
            int number = group.header().numbers.get(i);
            Field field = Field.ofNumber(number);
            if (number >= Field.FIRST_ATTRIBUTE) {
                if (!attempt(() -> readAttribute(group, block.directory().column(number)))) {
                    lostColumns.set(number);
                }
            } else if (field == null) {
                attempt(() -> group.payloadBytes(number));
            } else if (field.hasCodes()) {
                attempt(() -> readCodes(group, number));
            } else {
                attempt(() -> readNumbers(group, number));
            }
        }
    }

    private void readAttribute(GroupReader group, AttributeColumn column) {
        switch (block.directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                readCodes(group, column.number());
                readValues(group.codes(column.number()), block.dictionary(column.dictionary(), scratch));
                return;
            case NUMBER:
                readNumbers(group, column.number());
                return;
            case TEXT:
                group.texts(column.number(), 0, group.valueCount(column.number()), new TextValues());
                return;
        }
    }

    private static void readCodes(GroupReader group, int number) {
        CodeColumn codes = group.codes(number);
        codes.positions(0, codes.size(), new int[codes.size()], 0);
    }

    private static void readValues(CodeColumn codes, DictionaryReader dictionary) {
        ByteSlice value = new ByteSlice();
        for (int i = 0; codes.size() > 0 && i < codes.listSize(); i++) {
            dictionary.value(codes.list()[i], value);
        }
    }

    private static void readNumbers(GroupReader group, int number) {
        int count = group.valueCount(number);
        group.numbers(number, 0, count, new long[count], 0);
    }

    /** Ids, operations, filter, long values: what a copy of the row group takes along. */
    private void readRest(GroupReader group) {
        attempt(() -> group.spanIds(0, group.rows(), new long[group.rows()], 0));
        attempt(() -> group.traceIds(0, group.fragments(), new long[2 * group.fragments()], 0));
        attempt(group::operations);
        ChunkBuffer buffer = new ChunkBuffer();
        for (int page = 0; page < group.header().filterPages; page++) {
            ChunkKey key = block.identity().key(ChunkKind.FILTER, group.part(), page);
            attempt(() -> {
                block.load(key, buffer);
                if (buffer.length() != ChunkEnvelope.BYTES + ValueFilter.PAGE_BYTES) {
                    throw ChunkFailure.corrupt(key, "it has " + buffer.length() + " bytes");
                }
            });
        }
        for (int page = 0; page < block.bounds().get(Bound.FRAME_PAGES, group.part()) - 1; page++) {
            ChunkKey key = block.identity().key(ChunkKind.FRAMES, group.part(), page);
            attempt(() -> block.load(key, buffer));
        }
        for (int large = 0; large < group.header().largeValues; large++) {
            ChunkKey key = block.identity().key(ChunkKind.LARGE, group.part(), large);
            attempt(() -> block.load(key, buffer));
        }
    }
}
