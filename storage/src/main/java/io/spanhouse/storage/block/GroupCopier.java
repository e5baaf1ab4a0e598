package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.index.TraceHash;
import io.spanhouse.storage.model.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies row groups of one input of a merge. Packed values stay as they are; rewritten are lists of codes, the numbers of
 * columns, the operations' codes, and every envelope, for a chunk's checksum knows where it belongs. A field that this
 * program does not know is copied as it is. Not thread-safe.
 */
final class GroupCopier {
    private final int input;
    private final BlockReader block;
    private final MergedColumns columns;
    private final MergedTables tables;
    private final ChunkOutput output;
    private final Encoders encoders;
    private final ReadScratch scratch;
    private final GroupHeader header = new GroupHeader();
    private final GroupHeader copy = new GroupHeader();
    private final CodeColumn codeColumn = new CodeColumn();
    private final OperationTable operations = new OperationTable();
    private final ByteReader reader = new ByteReader();
    private final LongColumn traceHashes;
    private int[] mappedList = new int[64];

    /** What all copiers of a merge share. */
    record Target(
            MergedColumns columns,
            MergedTables tables,
            ChunkOutput output,
            Encoders encoders,
            ReadScratch scratch,
            LongColumn traceHashes) {}

    GroupCopier(int input, BlockReader block, Target target) {
        this.input = input;
        this.block = block;
        this.columns = target.columns();
        this.tables = target.tables();
        this.output = target.output();
        this.encoders = target.encoders();
        this.scratch = target.scratch();
        this.traceHashes = target.traceHashes();
    }

    /**
     * Copies a row group.
     *
     * @param seed the store's seed of hashes
     */
    void copy(int group, int newGroup, long seed) {
        ChunkBuffer buffer = scratch.takeBuffer();
        ChunkKey key = block.identity().key(ChunkKind.GROUP, group, 0);
        block.load(key, buffer);
        ChunkFailure.naming(key, () -> {
            header.read(BlockReader.payload(buffer));
            return header;
        });
        GroupChecks.check(key, header, block, group);
        int[] newNumbers = newNumbers();
        copyColumns(ChunkKind.TRACE, group, newGroup, newNumbers, buffer);
        copyIds(group, newGroup, seed, buffer);
        copyColumns(ChunkKind.COLUMN, group, newGroup, newNumbers, buffer);
        copySparse(group, newGroup, buffer);
        copyOperations(group, newGroup, buffer);
        for (int page = 0; page < header.filterPages; page++) {
            copyChunk(ChunkKind.FILTER, group, newGroup, page, buffer);
        }
        for (int large = 0; large < header.largeValues; large++) {
            copyChunk(ChunkKind.LARGE, group, newGroup, large, buffer);
        }
        for (int page = 0; page < block.bounds().get(Bound.FRAME_PAGES, group) - 1; page++) {
            copyChunk(ChunkKind.FRAMES, group, newGroup, page, buffer);
        }
        writeHeader(newGroup, newNumbers);
        scratch.giveBuffer(buffer);
    }

    private int[] newNumbers() {
        int[] newNumbers = new int[header.numbers.size()];
        for (int i = 0; i < newNumbers.length; i++) {
            int number = header.numbers.get(i);
            newNumbers[i] = number < Field.FIRST_ATTRIBUTE
                    ? number
                    : columns.columnNumber(input, block.directory().column(number));
        }
        return newNumbers;
    }

    private void copyColumns(ChunkKind kind, int group, int newGroup, int[] newNumbers, ChunkBuffer buffer) {
        long[] order = new long[newNumbers.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) newNumbers[i] << Integer.SIZE | i;
        }
        Arrays.sort(order);
        for (long place : order) {
            int position = (int) place;
            int number = header.numbers.get(position);
            if (header.places.get(position) != GroupHeader.PLACE_OWN || kind != GroupReader.kindOf(number)) {
                continue;
            }
            ChunkKey key = block.identity().key(kind, group, number);
            block.load(key, buffer);
            int length = Math.max(0, buffer.length() - ChunkEnvelope.BYTES);
            copyPayload(key, position, buffer.array(), ChunkEnvelope.BYTES, length, output.begin());
            output.end(kind, newGroup, newNumbers[position]);
        }
    }

    /** Copies a column's payload, with another list of codes if it has one. */
    private void copyPayload(ChunkKey key, int position, byte[] array, int offset, int length, ByteWriter out) {
        int[] codes = codesOf(header.numbers.get(position));
        if (codes == null) {
            out.bytes(array, offset, length);
            return;
        }
        ChunkFailure.naming(key, () -> {
            reader.set(array, offset, length);
            codeColumn.open(reader, header.valueCounts.get(position), codes.length);
            reader.expectEnd();
            return codeColumn;
        });
        int listSize = codeColumn.listSize();
        if (mappedList.length < listSize) {
            mappedList = new int[listSize * 2];
        }
        for (int i = 0; i < listSize; i++) {
            // A column without values has a list of one code that need not be in any table.
            int code = codeColumn.list()[i];
            mappedList[i] = header.valueCounts.get(position) == 0 ? 0 : codes[code];
        }
        codeColumn.copyWith(mappedList, encoders.codes, out);
    }

    /** New codes by old code for a column of codes, null for any other. */
    private int @Nullable [] codesOf(int number) {
        if (number == Field.RESOURCE.number()) {
            return tables.resources(input);
        }
        if (number == Field.SCOPE.number()) {
            return tables.scopes(input);
        }
        if (number >= Field.FIRST_ATTRIBUTE) {
            int dictionary = block.directory().column(number).dictionary();
            boolean sorted = block.directory().dictionary(dictionary).mode() == DictionaryMode.SORTED;
            return sorted ? columns.codes(input, dictionary) : null;
        }
        Field field = Field.ofNumber(number);
        FixedDictionary dictionary = field == null ? null : field.dictionary();
        return dictionary == null ? null : columns.codes(input, dictionary.number());
    }

    private void copyIds(int group, int newGroup, long seed, ChunkBuffer buffer) {
        int left = header.fragments;
        for (int slice = 0; slice < IdColumn.slices(header.fragments); slice++) {
            ChunkKey key = copyChunk(ChunkKind.IDS, group, newGroup, IdColumn.TRACE_ID.column(slice), buffer);
            int count = Math.min(left, IdColumn.SLICE);
            left -= count;
            ChunkFailure.naming(key, () -> {
                ByteReader ids = BlockReader.payload(buffer);
                for (int i = 0; i < count; i++) {
                    traceHashes.add(TraceHash.of(seed, ids.u64(), ids.u64()));
                }
                ids.expectEnd();
                return ids;
            });
        }
        for (int slice = 0; slice < IdColumn.slices(header.rows); slice++) {
            copyChunk(ChunkKind.IDS, group, newGroup, IdColumn.SPAN_ID.column(slice), buffer);
        }
    }

    private ChunkKey copyChunk(ChunkKind kind, int group, int newGroup, int column, ChunkBuffer buffer) {
        ChunkKey key = block.identity().key(kind, group, column);
        block.load(key, buffer);
        int length = Math.max(0, buffer.length() - ChunkEnvelope.BYTES);
        output.begin().bytes(buffer.array(), ChunkEnvelope.BYTES, length);
        output.end(kind, newGroup, column);
        return key;
    }

    private void copySparse(int group, int newGroup, ChunkBuffer buffer) {
        if (header.sparseColumns() == 0) {
            return;
        }
        ChunkKey key = block.identity().key(ChunkKind.SPARSE, group, 0);
        block.load(key, buffer);
        SparseColumns sparse =
                ChunkFailure.naming(key, () -> SparseColumns.read(BlockReader.payload(buffer), header.sparseColumns()));
        SparseColumns.Writer writer = new SparseColumns.Writer();
        for (int i = 0; i < header.numbers.size(); i++) {
            if (header.places.get(i) == GroupHeader.PLACE_SPARSE) {
                int rank = header.ranks.get(i);
                copyPayload(key, i, buffer.array(), sparse.start(rank), sparse.length(rank), writer.begin());
                writer.end();
            }
        }
        writer.write(encoders.numbers, output.begin());
        output.end(ChunkKind.SPARSE, newGroup, 0);
    }

    private void copyOperations(int group, int newGroup, ChunkBuffer buffer) {
        if (!header.operations) {
            return;
        }
        int[] services = columns.codes(input, FixedDictionary.SERVICE.number());
        int[] names = columns.codes(input, FixedDictionary.SPAN_NAME.number());
        ChunkKey key = block.identity().key(ChunkKind.OPERATIONS, group, 0);
        block.load(key, buffer);
        ChunkFailure.naming(key, () -> {
            operations.read(BlockReader.payload(buffer), services.length, names.length);
            return operations;
        });
        operations.renumber(services, names);
        operations.write(encoders.numbers, output.begin());
        output.end(ChunkKind.OPERATIONS, newGroup, 0);
    }

    private void writeHeader(int newGroup, int[] newNumbers) {
        copy.clear();
        copy.rows = header.rows;
        copy.fragments = header.fragments;
        copy.events = header.events;
        copy.links = header.links;
        copy.largeValues = header.largeValues;
        copy.filterPages = header.filterPages;
        copy.operations = header.operations;
        ChunkKey key = block.identity().key(ChunkKind.GROUP, newGroup, 0);
        for (int i = 0; i < newNumbers.length; i++) {
            if (header.places.get(i) == GroupHeader.PLACE_INLINE) {
                int rank = header.ranks.get(i);
                int start = header.inlineStart(rank);
                int length = header.inlineEnds.get(rank) - start;
                copyPayload(key, i, header.inline.array(), start, length, copy.inline);
            }
            copy.add(newNumbers[i], header.valueCounts.get(i), header.places.get(i));
        }
        int[] services = columns.codes(input, FixedDictionary.SERVICE.number());
        for (int i = 0; i < header.services.size(); i++) {
            copy.services.add(services[header.services.get(i)]);
        }
        copy.write(encoders.numbers, header, output.begin());
        output.end(ChunkKind.GROUP, newGroup, 0);
    }
}
