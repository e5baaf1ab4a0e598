package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.Packed;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.index.DictionaryPages;
import io.spanhouse.storage.index.TraceIndexPages;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;

/**
 * Writes down what every byte of a block is: for each chunk its key, then a line an item with offset, bytes and meaning.
 * It walks the bytes by the description of the format, beside the readers, and says where the two disagree. For people
 * and for the tests that pin the format; of long columns the first values are shown. Not thread-safe.
 */
public final class BlockDump implements AutoCloseable {
    private final BlockReader block;
    private final ReadScratch scratch = new ReadScratch();
    /** Lines of the chunk at hand. */
    private final StringBuilder out = new StringBuilder();

    private LineOutput target = new LineOutput(new StringBuilder());
    private final GroupHeader header = new GroupHeader();

    public BlockDump(BlockReader block) {
        this.block = block;
    }

    /** The whole block as one text, for tests. */
    String dump(int groupsMax) {
        StringBuilder text = new StringBuilder();
        print(new LineOutput(text), groupsMax);
        return text.toString();
    }

    /** The whole block, chunk by chunk: dictionaries, some row groups, tables, indexes and directories. */
    public void print(LineOutput to, int groupsMax) {
        target = to;
        BlockDirectory directory = block.directory();
        for (int i = 0; i < directory.dictionaries().size(); i++) {
            dictionary(i, directory.dictionary(i));
        }
        for (int group = 0; group < Math.min(groupsMax, directory.groups()); group++) {
            part(group);
        }
        part(TableWriter.RESOURCES);
        part(TableWriter.SCOPES);
        for (int page = 0; page < 1 << directory.traceIndexBits(); page++) {
            chunk(ChunkKind.TRACE_INDEX, page, 0, this::traceIndex);
        }
        chunk(ChunkKind.GROUP_DIRECTORY, 0, 0, this::groupDirectory);
        chunk(ChunkKind.BLOCK_DIRECTORY, 0, 0, DumpDirectory::dump);
    }

    /** Writes down the payload of one chunk. */
    private interface Body {
        void dump(DumpLines lines);
    }

    private void chunk(ChunkKind kind, int part, int column, Body body) {
        ChunkKey key = block.identity().key(kind, part, column);
        ChunkBuffer buffer = new ChunkBuffer();
        out.append(kind)
                .append(" part ")
                .append(Integer.toUnsignedString(part))
                .append(" column ")
                .append(column)
                .append('\n');
        try {
            block.load(key, buffer);
            ByteReader in = new ByteReader().set(buffer.array(), 0, buffer.length());
            DumpLines lines = new DumpLines(in, 0, out);
            lines.bytes(2, "magic");
            lines.u8("version");
            lines.u8("kind");
            lines.bytes(4, "checksum of key and payload");
            body.dump(lines);
            in.expectEnd();
        } catch (StoreException e) {
            damaged(e);
        }
        handOn();
    }

    private void handOn() {
        target.lines(out);
        out.setLength(0);
    }

    private void damaged(StoreException failure) {
        out.append("        damaged: ").append(failure.getMessage()).append('\n');
    }

    private void dictionary(int number, DictionaryInfo info) {
        for (int page = 0; page < info.pages(); page++) {
            chunk(ChunkKind.DICTIONARY, number, page, lines -> dictionaryPage(lines, info));
        }
        if (info.pages() > 1) {
            chunk(ChunkKind.DICTIONARY_INDEX, number, 0, lines -> {
                int pages = lines.count("pages");
                DumpEncodings.numbers(lines, pages, "first codes");
                DumpEncodings.texts(lines, pages, scratch.texts, "first values");
            });
        }
    }

    private void dictionaryPage(DumpLines lines, DictionaryInfo info) {
        ByteReader in = lines.in();
        ByteReader peek = new ByteReader().set(in.array(), in.position(), in.remaining());
        TextArena values = new TextArena();
        DictionaryPages.readPage(peek, scratch.compression, (int) info.bytes(), values);
        long raw = lines.varint("bytes of entries");
        boolean compressed = in.remaining() < raw;
        lines.bytes(in.remaining(), compressed ? "entries, compressed" : "entries");
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < values.size(); i++) {
            values.get(i, slice);
            lines.note("value " + DumpEncodings.text(slice));
        }
    }

    private void part(int part) {
        ChunkBuffer buffer = new ChunkBuffer();
        ChunkKey key = block.identity().key(ChunkKind.GROUP, part, 0);
        try {
            block.load(key, buffer);
            header.read(BlockReader.payload(buffer));
            GroupChecks.check(key, header, block, part);
        } catch (StoreException e) {
            damaged(e);
            handOn();
            return;
        }
        columns(part);
    }

    private void columns(int part) {
        DumpColumns columns = new DumpColumns(block, header, scratch);
        for (ChunkKind kind : new ChunkKind[] {ChunkKind.TRACE, ChunkKind.IDS, ChunkKind.COLUMN}) {
            if (kind == ChunkKind.IDS) {
                ids(part);
                continue;
            }
            for (int i = 0; i < header.numbers.size(); i++) {
                int position = i;
                int number = header.numbers.get(i);
                if (header.places.get(i) == GroupHeader.PLACE_OWN && GroupReader.kindOf(number) == kind) {
                    chunk(kind, part, number, lines -> columns.column(lines, position));
                }
            }
        }
        if (header.sparseColumns() > 0) {
            chunk(ChunkKind.SPARSE, part, 0, columns::sparse);
        }
        if (header.operations) {
            chunk(ChunkKind.OPERATIONS, part, 0, DumpColumns::operations);
        }
        for (int page = 0; page < header.filterPages; page++) {
            chunk(ChunkKind.FILTER, part, page, lines -> lines.bytes(lines.in().remaining(), "bits"));
        }
        for (int large = 0; large < header.largeValues; large++) {
            chunk(ChunkKind.LARGE, part, large, lines -> lines.bytes(lines.in().remaining(), "value"));
        }
        for (int page = 0; page < framePages(part); page++) {
            chunk(ChunkKind.FRAMES, part, page, DumpFrames::page);
        }
        chunk(ChunkKind.GROUP, part, 0, columns::header);
    }

    private long framePages(int part) {
        return part < 0 ? 0 : block.bounds().get(Bound.FRAME_PAGES, part) - 1;
    }

    private void ids(int part) {
        for (int slice = 0; slice < IdColumn.slices(header.fragments); slice++) {
            chunk(ChunkKind.IDS, part, IdColumn.TRACE_ID.column(slice), lines -> {
                while (lines.in().remaining() > 0) {
                    lines.hex64("trace id, first half");
                    lines.hex64("second half");
                }
            });
        }
        boolean spans = part >= 0;
        for (int slice = 0; spans && slice < IdColumn.slices(header.rows); slice++) {
            chunk(ChunkKind.IDS, part, IdColumn.SPAN_ID.column(slice), lines -> {
                while (lines.in().remaining() > 0) {
                    lines.hex64("span id");
                }
            });
        }
    }

    private void traceIndex(DumpLines lines) {
        int entries = (int) lines.fixed(2, "entries");
        int form = lines.u8("form");
        int width = form & 0x7F;
        if (form == width) {
            lines.bytes(2L * entries, "fingerprints");
        } else {
            lines.bytes(TraceIndexPages.unaryBytes(entries), "high bits of fingerprints in unary");
            int lowBits = TraceIndexPages.lowBits(entries);
            lines.bytes(Packed.bytes(entries, lowBits), "packed, " + lowBits + " low bits each");
        }
        lines.bytes(((long) entries * width + 7) / 8, "ordinals");
    }

    private void groupDirectory(DumpLines lines) {
        int groups = lines.count("row groups");
        int bounds = lines.count("bounds");
        for (int i = 0; i < bounds; i++) {
            DumpEncodings.numbers(lines, groups, i < Bound.values().length ? Bound.values()[i].name() : "unknown");
        }
    }

    @Override
    public void close() {
        scratch.close();
    }
}
