package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;

/** Writes down the columns and the header of one row group or table. */
final class DumpColumns {
    private final BlockReader block;
    private final GroupHeader header;
    private final ReadScratch scratch;

    DumpColumns(BlockReader block, GroupHeader header, ReadScratch scratch) {
        this.block = block;
        this.header = header;
        this.scratch = scratch;
    }

    /** A column's payload. */
    void column(DumpLines lines, int position) {
        int number = header.numbers.get(position);
        int values = header.valueCounts.get(position);
        String name = name(number);
        if (number >= Field.FIRST_ATTRIBUTE) {
            AttributeColumn column = block.directory().column(number);
            switch (block.directory().dictionary(column.dictionary()).mode()) {
                case SORTED:
                    DumpEncodings.codes(lines, values, GroupChecks.tableSize(block.directory(), number), name);
                    return;
                case NUMBER:
                    DumpEncodings.numbers(lines, values, name);
                    return;
                case TEXT:
                    text(lines, values, name);
                    return;
            }
        }
        Field field = Field.ofNumber(number);
        if (field == null) {
            lines.bytes(lines.in().remaining(), "unknown field " + number);
        } else if (field.hasCodes()) {
            DumpEncodings.codes(lines, values, GroupChecks.tableSize(block.directory(), number), name);
        } else {
            DumpEncodings.numbers(lines, values, name);
        }
    }

    private void text(DumpLines lines, int values, String name) {
        int large = lines.count("large values");
        if (large > 0) {
            DumpEncodings.numbers(lines, large, "their positions");
            lines.varint("number of the first");
        }
        DumpEncodings.texts(lines, values, scratch.texts, name);
    }

    private String name(int number) {
        if (number < Field.FIRST_ATTRIBUTE) {
            Field field = Field.ofNumber(number);
            return field == null ? "field " + number : field.name();
        }
        AttributeColumn column = block.directory().column(number);
        return column.level() + " " + column.key() + " " + column.type()
                + (column.occurrence() == 0 ? "" : " again " + column.occurrence());
    }

    /** The chunk of sparse columns. */
    void sparse(DumpLines lines) {
        DumpEncodings.numbers(lines, header.sparseColumns(), "bytes of each column");
        for (int i = 0; i < header.numbers.size(); i++) {
            if (header.places.get(i) == GroupHeader.PLACE_SPARSE) {
                column(lines, i);
            }
        }
    }

    /** The header. */
    void header(DumpLines lines) {
        lines.varint("rows");
        lines.varint("fragments");
        lines.varint("events");
        lines.varint("links");
        int columns = lines.count("columns");
        DumpEncodings.numbers(lines, columns, "numbers of columns");
        DumpEncodings.numbers(lines, columns, "values of columns");
        lines.bytes(columns, "places of columns");
        int inline = lines.count("inline columns");
        DumpEncodings.numbers(lines, inline, "bytes of inline columns");
        inlineColumns(lines);
        sequences(lines, "shapes of spans or rows");
        sequences(lines, "shapes of events");
        sequences(lines, "shapes of links");
        int services = lines.count("services");
        DumpEncodings.numbers(lines, services, "codes of services");
        sequences(lines, "sets of services");
        lines.varint("large values");
        lines.varint("filter pages");
        lines.u8("has operations");
    }

    private void inlineColumns(DumpLines lines) {
        ByteReader in = lines.in();
        for (int i = 0; i < header.numbers.size(); i++) {
            if (header.places.get(i) == GroupHeader.PLACE_INLINE) {
                int end = in.position()
                        + header.inlineEnds.get(header.ranks.get(i))
                        - header.inlineStart(header.ranks.get(i));
                column(lines, i);
                if (in.position() != end) {
                    throw in.corrupt("an inline column does not end where the next starts");
                }
            }
        }
    }

    private static void sequences(DumpLines lines, String meaning) {
        int count = lines.count(meaning);
        int members = lines.count("members");
        DumpEncodings.numbers(lines, count, "lengths");
        DumpEncodings.numbers(lines, members, "members");
    }

    /** The table of operations. */
    static void operations(DumpLines lines) {
        int size = lines.count("operations");
        for (String column : new String[] {
            "services", "names", "kinds", "spans", "errors", "least starts", "starts' spread", "greatest durations"
        }) {
            DumpEncodings.numbers(lines, size, column);
        }
    }
}
