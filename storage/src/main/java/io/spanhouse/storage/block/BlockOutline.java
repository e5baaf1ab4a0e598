package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanPrinter;
import io.spanhouse.storage.model.StoreException;
import java.util.Locale;

/**
 * Writes down what a block is made of, for people: dictionaries, row groups, and of each column how it is encoded and what
 * it takes. No values, unless {@link #printRows} is asked for spans. What is damaged is named, and the rest goes on.
 * Holds one row group. Not thread-safe.
 */
public final class BlockOutline implements AutoCloseable {
    private static final int PIECE_ROWS = 1_024;
    private static final String[] CODE_ENCODINGS = {"constant", "packed", "runs"};
    private static final String[] NUMBER_ENCODINGS = {"constant", "raw", "frames", "runs"};
    private static final String[] TEXT_FORMS = {"bytes", "hex", "uuid", "decimal"};
    private static final String[] PLACES = {"chunk", "inline", "sparse"};

    private final BlockReader block;
    private final LineOutput out;
    private final ReadScratch scratch = new ReadScratch();
    private int damages;

    public BlockOutline(BlockReader block, LineOutput out) {
        this.block = block;
        this.out = out;
    }

    /** Parts that could not be read so far. */
    public int damages() {
        return damages;
    }

    /** The directory, some row groups with their columns, and the tables of resources and scopes. */
    public void print(long groupsMax) {
        BlockDirectory directory = block.directory();
        out.line("block " + block.identity().block() + " of project "
                + block.identity().project() + ": " + directory.rows() + " spans in " + directory.fragments()
                + " fragments of traces, " + directory.groups() + " row groups, " + directory.resources()
                + " resources, " + directory.scopes() + " scopes, generations " + directory.generationFirst() + " to "
                + directory.generationLast());
        for (int i = 0; i < directory.dictionaries().size(); i++) {
            dictionary(i, directory.dictionary(i));
        }
        for (int group = 0; group < Math.min(groupsMax, directory.groups()); group++) {
            bounds(group);
            part("row group " + group, group);
        }
        if (groupsMax < directory.groups()) {
            out.line("... and " + (directory.groups() - groupsMax) + " more row groups");
        }
        part("resources", TableWriter.RESOURCES);
        part("scopes", TableWriter.SCOPES);
    }

    /** Some spans of the block, in its order. */
    public void printRows(long rowsMax) {
        SpanPrinter printer = new SpanPrinter(out);
        long left = rowsMax;
        for (int group = 0; group < block.directory().groups() && left > 0; group++) {
            try (GroupReader reader = block.group(group, scratch)) {
                for (int from = 0; from < reader.rows() && left > 0; from += PIECE_ROWS) {
                    int to = (int) Math.min(Math.min(from + PIECE_ROWS, reader.rows()), from + left);
                    SpanBatch rows = rows(reader, from, to);
                    for (int row = 0; row < rows.rowCount(); row++) {
                        printer.print(rows, row);
                    }
                    left -= to - from;
                }
            } catch (StoreException e) {
                damaged("spans of row group " + group, e);
            }
        }
        if (left == 0 && rowsMax < block.directory().rows()) {
            out.line("... and " + (block.directory().rows() - rowsMax) + " more spans");
        }
    }

    private static SpanBatch rows(GroupReader group, int from, int to) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(from, to);
        }
        return builder.build();
    }

    private void dictionary(int number, DictionaryInfo info) {
        if (info.mode() == DictionaryMode.SORTED && info.entries() > 0) {
            out.line("  dictionary " + number + " of " + ColumnNames.ofDictionary(block.directory(), number) + ": "
                    + info.entries() + " values, " + info.bytes() + " bytes before packing, " + info.pages()
                    + " pages");
        }
    }

    private void bounds(int group) {
        StringBuilder line = new StringBuilder("row group ").append(group).append(':');
        for (Bound bound : Bound.values()) {
            boolean isStart = switch (bound) {
                case START_MIN, START_MAX, TRACE_START_MIN, TRACE_START_MAX -> true;
                case ROWS,
                        FRAGMENTS,
                        EVENTS,
                        LINKS,
                        LATE,
                        GENERATION_FIRST,
                        GENERATION_LAST,
                        ROWS_WITHOUT_START,
                        DURATION_MIN,
                        DURATION_MAX,
                        TICK_MIN,
                        TICK_MAX,
                        TRACE_DURATION_MIN,
                        TRACE_DURATION_MAX,
                        TRACE_SPANS_MIN,
                        TRACE_SPANS_MAX,
                        TRACE_ERRORS_MIN,
                        TRACE_ERRORS_MAX,
                        CONTINUING,
                        FILTER_PAGES,
                        LARGE_BYTES,
                        FRAME_PAGES -> false;
            };
            long value = block.bounds().get(bound, group);
            line.append(' ')
                    .append(bound.name().toLowerCase(Locale.ROOT))
                    .append('=')
                    .append(isStart ? Long.toUnsignedString(value) : Long.toString(value));
        }
        out.line(line.toString());
    }

    private void part(String name, int part) {
        try (GroupReader group = block.group(part, scratch)) {
            GroupHeader header = group.header();
            out.line(name + ": " + header.numbers.size() + " columns, shapes " + header.shapes[0].size() + ", "
                    + header.largeValues + " values over 16 KiB, " + header.filterPages + " pages of filter");
            out.line(String.format(
                    Locale.ROOT,
                    "  %-48s %10s %-7s %-9s %9s %10s",
                    "column",
                    "values",
                    "place",
                    "encoding",
                    "distinct",
                    "bytes"));
            for (int i = 0; i < header.numbers.size(); i++) {
                column(group, header, i);
            }
        } catch (StoreException e) {
            damaged(name, e);
        }
    }

    private void column(GroupReader group, GroupHeader header, int position) {
        int number = header.numbers.get(position);
        String name = ColumnNames.of(block.directory(), number);
        try {
            ByteReader bytes = group.payloadBytes(number);
            int length = bytes.remaining();
            long[] distinct = {-1};
            String encoding = encoding(bytes, number, distinct);
            out.line(String.format(
                    Locale.ROOT,
                    "  %-48s %10d %-7s %-9s %9s %10d",
                    name,
                    header.valueCounts.get(position),
                    PLACES[header.places.get(position)],
                    encoding,
                    distinct[0] < 0 ? "-" : Long.toString(distinct[0]),
                    length));
        } catch (StoreException e) {
            damaged("column " + name, e);
        }
    }

    /** The encoding that a payload starts with; of codes how many there are, too. */
    private String encoding(ByteReader in, int number, long[] distinct) {
        return switch (ColumnNames.content(block.directory(), number)) {
            case CODES -> {
                String encoding = named(CODE_ENCODINGS, in);
                distinct[0] = encoding.equals(CODE_ENCODINGS[0]) ? 1 : in.varint();
                yield encoding;
            }
            case NUMBERS -> {
                String encoding = named(NUMBER_ENCODINGS, in);
                distinct[0] = encoding.equals(NUMBER_ENCODINGS[0]) ? 1 : -1;
                yield encoding;
            }
            case TEXTS -> {
                int large = in.count(in.remaining());
                if (large > 0) {
                    Numbers.read(in, large, new long[large]);
                    in.varint();
                }
                yield named(TEXT_FORMS, in);
            }
        };
    }

    private static String named(String[] names, ByteReader in) {
        int code = in.u8();
        return code < names.length ? names[code] : "unknown " + code;
    }

    private void damaged(String what, StoreException failure) {
        damages++;
        out.line("damaged: " + what + ": " + failure.getMessage());
    }

    @Override
    public void close() {
        scratch.close();
    }
}
