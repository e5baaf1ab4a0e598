package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.encoding.FormNumbers;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One row group, or the table of resources or scopes, open for reading. Columns are read when they are asked for and kept
 * until the next {@link #open} or {@link #close}. Columns are named by number: {@link Field#number()} or {@link
 * AttributeColumn#number()}.
 *
 * <p>An attribute column has a value only for the owners that have the key: the shapes of the level say which
 * these are. Fields have one value an owner. Not thread-safe.
 */
public final class GroupReader implements AutoCloseable {
    private final BlockReader block;
    private final ReadScratch scratch;
    private final Map<Integer, Payload> payloads = new HashMap<>();
    private final List<ChunkBuffer> buffers = new ArrayList<>();
    private final List<CodeColumn> codeColumns = new ArrayList<>();
    private GroupHeader header = new GroupHeader();
    private int part;
    private @Nullable Payload sparseChunk;
    private @Nullable SparseColumns sparse;
    private @Nullable BitSet leftOut;

    /** Where a column's bytes are; a column of codes is opened once. */
    private static final class Payload {
        final ChunkKey key;
        final byte[] array;
        final int offset;
        final int length;

        @Nullable
        CodeColumn codes;

        Payload(ChunkKey key, byte[] array, int offset, int length) {
            this.key = key;
            this.array = array;
            this.offset = offset;
            this.length = length;
        }

        ByteReader reader() {
            return new ByteReader().set(array, offset, length);
        }
    }

    GroupReader(BlockReader block, ReadScratch scratch) {
        this.block = block;
        this.scratch = scratch;
    }

    /** Moves to another row group of the same block. */
    public GroupReader open(int newPart) {
        close();
        part = newPart;
        header = block.kept(KeptParts.Kind.GROUP_HEADER, part, 0, GroupHeader.class, this::readHeader);
        return this;
    }

    private GroupHeader readHeader() {
        ChunkKey key = block.identity().key(ChunkKind.GROUP, part, 0);
        ChunkBuffer buffer = scratch.takeBuffer();
        block.load(key, buffer);
        GroupHeader read = ChunkFailure.naming(key, () -> {
            GroupHeader opened = new GroupHeader();
            opened.read(BlockReader.payload(buffer));
            return opened;
        });
        scratch.giveBuffer(buffer);
        GroupChecks.check(key, read, block, part);
        return read;
    }

    /** Gives back the buffers; the row group may not be read after. */
    @Override
    public void close() {
        scratch.give(buffers, codeColumns);
        buffers.clear();
        codeColumns.clear();
        payloads.clear();
        sparseChunk = null;
        sparse = null;
    }

    /**
     * From now on spans are put together without the values of some attribute columns, and without long values that cannot
     * be read: for saving what is left of a damaged row group.
     */
    public void leaveOut(BitSet columns) {
        leftOut = columns;
    }

    /** The columns to leave out; null unless {@link #leaveOut} was called. */
    @Nullable
    BitSet leftOut() {
        return leftOut;
    }

    /** The block that this is of. */
    public BlockReader block() {
        return block;
    }

    /** Number of the row group. */
    public int part() {
        return part;
    }

    ReadScratch scratch() {
        return scratch;
    }

    GroupHeader header() {
        return header;
    }

    /** Number of rows. */
    public int rows() {
        return header.rows;
    }

    /** Number of fragments. */
    public int fragments() {
        return header.fragments;
    }

    /** How many owners of attributes or fields a level has here. */
    public int ownerCount(Level level) {
        switch (level) {
            case SPAN:
            case RESOURCE:
            case SCOPE:
                return header.rows;
            case EVENT:
                return header.events;
            case LINK:
                return header.links;
            case TRACE:
                return header.fragments;
        }
        throw new AssertionError(level);
    }

    /** How many values a column has here; 0 if the row group does not have the column. */
    public int valueCount(int column) {
        int position = position(column);
        return position < 0 ? 0 : header.valueCounts.get(position);
    }

    /** Whether the row group has a field, which may depend on its format. */
    boolean has(Field field) {
        return position(field.number()) >= 0;
    }

    /** Numbers of the attribute columns that have values here, in no order. */
    public int[] attributeColumns() {
        int[] found = new int[header.numbers.size()];
        int count = 0;
        for (int i = 0; i < found.length; i++) {
            if (header.numbers.get(i) >= Field.FIRST_ATTRIBUTE) {
                found[count++] = header.numbers.get(i);
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** A column of codes: an attribute of a sorted dictionary, or a field that {@link Field#hasCodes()}. */
    public CodeColumn codes(int column) {
        Payload payload = payload(column);
        CodeColumn codes = payload.codes;
        if (codes == null) {
            CodeColumn opened = scratch.takeCodeColumn();
            codeColumns.add(opened);
            ChunkFailure.naming(payload.key, () -> {
                ByteReader in = payload.reader();
                opened.open(in, valueCount(column), GroupChecks.tableSize(block.directory(), column));
                in.expectEnd();
                return opened;
            });
            if (opened.isByForm()) {
                opened.forms(forms(column, payload));
            }
            payload.codes = opened;
            codes = opened;
        }
        return codes;
    }

    /** The forms that say the values of a column. */
    private CodeColumn forms(int column, Payload payload) {
        Field field = Field.ofNumber(column);
        Field form = field != null && field.level() == Level.TRACE ? Field.TRACE_FORM : Field.FORM;
        boolean can = field != null && !field.isForm() && field.level() == form.level();
        if (!can || position(form.number()) < 0 || valueCount(column) != valueCount(form.number())) {
            throw ChunkFailure.corrupt(payload.key, "column " + column + " is by form and has no forms");
        }
        return codes(form.number());
    }

    /** Reads values {@code [from, to)} of a column of numbers: a field, or one of mode NUMBER. */
    public void numbers(int column, int from, int to, long[] into, int at) {
        Payload payload = payload(column);
        try {
            ByteReader in = payload.reader();
            if (FormNumbers.are(in)) {
                numbersByForm(in, forms(column, payload), from, to, into, at);
            } else {
                Numbers.read(in, valueCount(column), from, to, into, at);
            }
            in.expectEnd();
        } catch (StoreException e) {
            throw ChunkFailure.named(payload.key, e);
        }
    }

    private void numbersByForm(ByteReader in, CodeColumn forms, int from, int to, long[] into, int at) {
        long[] values = FormNumbers.read(in, GroupHeader.COUNT_MAX);
        if (forms.listSize() > values.length) {
            throw in.corrupt("values of " + values.length + " forms, expected " + forms.listSize());
        }
        int[] formOf = scratch.ints(to - from);
        forms.positions(from, to, formOf, 0);
        for (int i = 0; i < to - from; i++) {
            into[at + i] = values[formOf[i]];
        }
    }

    /** Reads values {@code [from, to)} of a column of mode TEXT, in place of what was in {@code into}. */
    public void texts(int column, int from, int to, TextValues into) {
        into.clear();
        Payload payload = payload(column);
        try {
            new TextPayload(payload.reader(), valueCount(column)).read(this, from, to, into);
        } catch (StoreException e) {
            throw ChunkFailure.named(payload.key, e);
        }
    }

    /** The operations of the row group, to be read only; null if it has no such table. */
    public @Nullable OperationTable operations() {
        return header.operations
                ? block.kept(KeptParts.Kind.OPERATIONS, part, 0, OperationTable.class, this::readOperations)
                : null;
    }

    /**
     * Examples of the operations of the row group, which has such a table.
     *
     * @param find works them out if they are not kept
     */
    public OperationExamples operationExamples(Supplier<OperationExamples> find) {
        return block.kept(KeptParts.Kind.OPERATION_EXAMPLES, part, 0, OperationExamples.class, find);
    }

    private OperationTable readOperations() {
        ChunkKey key = block.identity().key(ChunkKind.OPERATIONS, part, 0);
        ChunkBuffer buffer = scratch.takeBuffer();
        block.load(key, buffer);
        OperationTable read = ChunkFailure.naming(
                key,
                () -> OperationTable.of(
                        BlockReader.payload(buffer),
                        block.directory().dictionary(FixedDictionary.SERVICE).entries(),
                        block.directory().dictionary(FixedDictionary.SPAN_NAME).entries()));
        scratch.giveBuffer(buffer);
        return read;
    }

    /** Reads the ids of some kind at {@code [from, to)}, each {@link IdColumn#longs()} numbers. */
    private void ids(IdColumn ids, int from, int to, long[] into, int at) {
        int written = at;
        for (int slice = from / IdColumn.SLICE; slice * IdColumn.SLICE < to; slice++) {
            ChunkKey key = block.identity().key(ChunkKind.IDS, part, ids.column(slice));
            ChunkBuffer buffer = scratch.takeBuffer();
            block.load(key, buffer);
            int first = Math.max(from - slice * IdColumn.SLICE, 0);
            int last = Math.min(to - slice * IdColumn.SLICE, IdColumn.SLICE);
            int length = buffer.length() - ChunkEnvelope.BYTES;
            if (length < last * ids.bytes()) {
                throw ChunkFailure.corrupt(key, "it has " + length + " bytes, expected " + last * ids.bytes());
            }
            ByteReader in = BlockReader.payload(buffer);
            in.skip((long) first * ids.bytes());
            for (int i = first * ids.longs(); i < last * ids.longs(); i++) {
                into[written++] = in.u64();
            }
            scratch.giveBuffer(buffer);
        }
    }

    /** Reads the span ids of rows {@code [from, to)}. */
    public void spanIds(int from, int to, long[] into, int at) {
        ids(IdColumn.SPAN_ID, from, to, into, at);
    }

    /** Reads the trace ids of fragments {@code [from, to)}: the halves of each one after the other. */
    public void traceIds(int from, int to, long[] into, int at) {
        ids(IdColumn.TRACE_ID, from, to, into, at);
    }

    /** Position of a column in the header, negative if it is not there. */
    int position(int column) {
        return header.position(column);
    }

    /** The bytes of a column as they lie there. */
    ByteReader payloadBytes(int column) {
        return payload(column).reader();
    }

    private Payload payload(int column) {
        Payload known = payloads.get(column);
        if (known != null) {
            return known;
        }
        int position = position(column);
        if (position < 0) {
            throw new IllegalArgumentException("row group " + part + " has no column " + column);
        }
        Payload payload = find(column, position);
        payloads.put(column, payload);
        return payload;
    }

    private Payload find(int column, int position) {
        int place = header.places.get(position);
        int rank = header.ranks.get(position);
        if (place == GroupHeader.PLACE_INLINE) {
            int start = header.inlineStart(rank);
            ChunkKey key = block.identity().key(ChunkKind.GROUP, part, 0);
            return new Payload(key, header.inline.array(), start, header.inlineEnds.get(rank) - start);
        }
        if (place == GroupHeader.PLACE_SPARSE) {
            return sparsePayload(rank);
        }
        return loadPayload(block.identity().key(kindOf(column), part, column));
    }

    private Payload loadPayload(ChunkKey key) {
        ChunkBuffer buffer = scratch.takeBuffer();
        buffers.add(buffer);
        block.load(key, buffer);
        int length = Math.max(0, buffer.length() - ChunkEnvelope.BYTES);
        return new Payload(key, buffer.array(), ChunkEnvelope.BYTES, length);
    }

    /** The kind of the chunk of a column that has one of its own. */
    static ChunkKind kindOf(int column) {
        Field field = Field.ofNumber(column);
        return field != null && field.level() == Level.TRACE ? ChunkKind.TRACE : ChunkKind.COLUMN;
    }

    private Payload sparsePayload(int rank) {
        Payload chunk = sparseChunk;
        SparseColumns columns = sparse;
        if (chunk == null || columns == null) {
            Payload loaded = loadPayload(block.identity().key(ChunkKind.SPARSE, part, 0));
            chunk = loaded;
            columns =
                    ChunkFailure.naming(loaded.key, () -> SparseColumns.read(loaded.reader(), header.sparseColumns()));
            sparseChunk = chunk;
            sparse = columns;
        }
        return new Payload(chunk.key, chunk.array, columns.start(rank), columns.length(rank));
    }
}
