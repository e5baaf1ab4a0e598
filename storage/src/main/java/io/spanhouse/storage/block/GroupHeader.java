package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.IntColumn;

/**
 * The chunk that a reader of a row group or table starts with: how many of everything there are, which columns it has and
 * where, the columns that are too small for a chunk of their own, the shapes and the sets of services. A writer uses one for
 * one row group after the other; what was read is not changed, so readers share it.
 *
 * <pre>
 * group    = rows varint, fragments varint, events varint, links varint,
 *            columns varint, numbers (number of each), numbers (values of each), place u8 of each,
 *            inline columns varint, numbers (bytes of each), their payloads,
 *            sequences * 3 (shapes: members are positions in the list of columns),
 *            services varint, numbers (their codes), sequences (sets: members are positions in the list of services),
 *            large values varint, filter pages varint, operations u8 (1 if there is a table)
 * place    = 0 own chunk, 1 inline, 2 in the chunk of sparse columns; inline and sparse ones in the order of columns
 * </pre>
 *
 * <p>The shapes of a row group are those of spans, events and links; a table has only the first.
 */
final class GroupHeader implements KeptParts.Part {
    static final int PLACE_OWN = 0;
    static final int PLACE_INLINE = 1;
    static final int PLACE_SPARSE = 2;

    /** Most rows, fragments, events or links of a row group; more is damage, or an input that must be cut. */
    static final int COUNT_MAX = 1 << 23;
    /** Most attributes of one level of a row group. */
    static final int ATTRIBUTES_MAX = 1 << 26;

    int rows;
    int fragments;
    int events;
    int links;
    int largeValues;
    int filterPages;
    boolean operations;

    /** By position: number, values, place; and the position of the payload among its like. */
    final IntColumn numbers = new IntColumn(64);

    final IntColumn valueCounts = new IntColumn(64);
    final IntColumn places = new IntColumn(64);
    final IntColumn ranks = new IntColumn(64);

    /** Ends of the inline payloads in {@link #inline}. */
    final IntColumn inlineEnds = new IntColumn(64);

    final ByteWriter inline = new ByteWriter(1 << 10);
    final Sequences[] shapes = {new Sequences(), new Sequences(), new Sequences()};
    final IntColumn services = new IntColumn(16);
    final Sequences serviceSets = new Sequences();

    private int sparseColumns;
    private long[] scratch = new long[64];

    /** By number of a column its position; filled when a header was read. */
    private int[] positions = new int[0];

    /** Starts a new row group. */
    void clear() {
        rows = 0;
        fragments = 0;
        events = 0;
        links = 0;
        largeValues = 0;
        filterPages = 0;
        operations = false;
        sparseColumns = 0;
        numbers.truncate(0);
        valueCounts.truncate(0);
        places.truncate(0);
        ranks.truncate(0);
        inlineEnds.truncate(0);
        inline.truncate(0);
        services.truncate(0);
        serviceSets.clear();
        for (Sequences sequences : shapes) {
            sequences.clear();
        }
    }

    /** Lists a column; gives its position. An inline payload must be added to {@link #inline} before. */
    int add(int number, int values, int place) {
        numbers.add(number);
        valueCounts.add(values);
        places.add(place);
        if (place == PLACE_INLINE) {
            ranks.add(inlineEnds.size());
            inlineEnds.add(inline.size());
        } else {
            ranks.add(place == PLACE_SPARSE ? sparseColumns++ : 0);
        }
        return numbers.size() - 1;
    }

    /** Number of sparse columns. */
    int sparseColumns() {
        return sparseColumns;
    }

    /** Where an inline payload starts in {@link #inline}. */
    int inlineStart(int rank) {
        return rank == 0 ? 0 : inlineEnds.get(rank - 1);
    }

    void write(Numbers encoder, ByteWriter out) {
        write(encoder, this, out);
    }

    /** Writes this header with the shapes and sets of another, whose members do not depend on numbers and codes. */
    void write(Numbers encoder, GroupHeader sequences, ByteWriter out) {
        out.varint(rows);
        out.varint(fragments);
        out.varint(events);
        out.varint(links);
        out.varint(numbers.size());
        writeInts(numbers, encoder, out);
        writeInts(valueCounts, encoder, out);
        for (int i = 0; i < places.size(); i++) {
            out.u8(places.get(i));
        }
        out.varint(inlineEnds.size());
        ensureScratch(inlineEnds.size());
        for (int i = 0; i < inlineEnds.size(); i++) {
            scratch[i] = (long) inlineEnds.get(i) - inlineStart(i);
        }
        encoder.write(scratch, inlineEnds.size(), out);
        out.bytes(inline.array(), 0, inline.size());
        for (Sequences shapesOfLevel : sequences.shapes) {
            shapesOfLevel.write(encoder, out);
        }
        out.varint(services.size());
        writeInts(services, encoder, out);
        sequences.serviceSets.write(encoder, out);
        out.varint(largeValues);
        out.varint(filterPages);
        out.u8(operations ? 1 : 0);
    }

    private void writeInts(IntColumn values, Numbers encoder, ByteWriter out) {
        ensureScratch(values.size());
        for (int i = 0; i < values.size(); i++) {
            scratch[i] = values.get(i);
        }
        encoder.write(scratch, values.size(), out);
    }

    /** Reads a header in place of what is here. */
    void read(ByteReader in) {
        clear();
        rows = in.count(COUNT_MAX);
        fragments = in.count(COUNT_MAX);
        events = in.count(COUNT_MAX);
        links = in.count(COUNT_MAX);
        readColumns(in);
        for (int i = 0; i < shapes.length; i++) {
            shapes[i].read(in, COUNT_MAX, in.remaining() == 0 ? 0 : ATTRIBUTES_MAX, Math.max(1, numbers.size()));
        }
        int serviceCount = in.count(COUNT_MAX);
        readInts(in, serviceCount, Integer.MAX_VALUE, services);
        serviceSets.read(in, COUNT_MAX, ATTRIBUTES_MAX, Math.max(1, serviceCount));
        largeValues = in.count(ChunkKey.COLUMN_MAX);
        filterPages = in.count(ChunkKey.COLUMN_MAX);
        operations = in.u8() != 0;
        in.expectEnd();
        positions = ShapeTranslation.positions(numbers);
        scratch = new long[0];
    }

    /** Position of a column in the header that was read, negative if it is not there. */
    int position(int column) {
        return column < positions.length ? positions[column] : -1;
    }

    @Override
    public long bytes() {
        long bytes = inline.array().length
                + (long) Integer.BYTES * (positions.length + 5L * numbers.array().length + services.array().length)
                + serviceSets.bytes();
        for (Sequences sequences : shapes) {
            bytes += sequences.bytes();
        }
        return bytes;
    }

    private void readColumns(ByteReader in) {
        int columns = in.count(in.remaining());
        readInts(in, columns, Integer.MAX_VALUE, numbers);
        readInts(in, columns, COUNT_MAX, valueCounts);
        int placesAt = in.skip(columns);
        int inlineColumns = 0;
        for (int i = 0; i < columns; i++) {
            int place = in.array()[placesAt + i];
            places.add(place);
            if (place == PLACE_INLINE) {
                ranks.add(inlineColumns++);
            } else if (place == PLACE_SPARSE) {
                ranks.add(sparseColumns++);
            } else if (place == PLACE_OWN) {
                ranks.add(0);
            } else {
                throw in.corrupt("place of column " + i + " is " + place + ", expected 0 to 2");
            }
        }
        if (in.count(columns) != inlineColumns) {
            throw in.corrupt("another number of inline columns than of places inline: " + inlineColumns);
        }
        ensureScratch(inlineColumns);
        Numbers.read(in, inlineColumns, scratch);
        long end = 0;
        for (int i = 0; i < inlineColumns; i++) {
            if (scratch[i] < 0 || scratch[i] > in.remaining() - end) {
                throw in.corrupt("an inline column has " + scratch[i] + " bytes");
            }
            end += scratch[i];
            inlineEnds.add((int) end);
        }
        inline.bytes(in.array(), in.skip(end), (int) end);
        inline.ensure(ChunkBuffer.SLACK);
    }

    private void readInts(ByteReader in, int count, long most, IntColumn into) {
        ensureScratch(count);
        Numbers.read(in, count, scratch);
        for (int i = 0; i < count; i++) {
            if (scratch[i] < 0 || scratch[i] > most) {
                throw in.corrupt("number " + i + " of a list is " + scratch[i] + ", expected 0 to " + most);
            }
            into.add((int) scratch[i]);
        }
    }

    private void ensureScratch(int count) {
        if (scratch.length < count) {
            scratch = new long[Math.max(count, scratch.length * 2)];
        }
    }
}
