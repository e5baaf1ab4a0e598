package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a block: its counts, dictionaries and attribute columns. A reader opens the block with it and keeps it.
 *
 * <pre>
 * directory  = features varint, ignorable features varint, hash seed u64,
 *              first generation zigzag, last generation zigzag,
 *              rows varint, fragments varint, row groups varint, resources varint, scopes varint,
 *              bits of the trace index's pages u8,
 *              dictionaries varint, dictionary of each, columns varint, column of each
 * dictionary = mode u8, [entries varint, pages varint, bytes varint] if sorted
 * column     = level u8, type u8, occurrence varint, dictionary varint, key length varint, key
 *              column i has number 128 + i; mode, level and type are places in the lists of {@link DictionaryMode}, {@link
 *              Level} and {@link io.spanhouse.storage.model.ValueType}, from 0
 * </pre>
 *
 * <p>A feature that this program does not know makes the block too new; an ignorable one does not.
 *
 * @param ignorableFeatures bits of what later programs added and this one may leave aside
 * @param generationFirst the oldest generation that rows come from
 * @param generationLast the newest generation that rows come from
 * @param rows number of rows
 * @param fragments number of fragments
 * @param groups number of row groups
 * @param resources rows of the table of resources
 * @param scopes rows of the table of scopes
 * @param traceIndexBits bits of the hash that choose a page of the trace index
 * @param hashSeed the store's seed for hashes of trace ids
 * @param dictionaries by number
 * @param columns by number, the first is {@link Field#FIRST_ATTRIBUTE}
 */
public record BlockDirectory(
        long ignorableFeatures,
        long hashSeed,
        long generationFirst,
        long generationLast,
        int rows,
        int fragments,
        int groups,
        int resources,
        int scopes,
        int traceIndexBits,
        List<DictionaryInfo> dictionaries,
        List<AttributeColumn> columns) {
    /** Features of which a reader must know every one. */
    private static final long KNOWN_FEATURES = 0;

    private static final int TRACE_INDEX_BITS_MAX = 24;
    private static final int OCCURRENCES_MAX = 1 << 24;

    public BlockDirectory {
        dictionaries = List.copyOf(dictionaries);
        columns = List.copyOf(columns);
    }

    /** The dictionary with a number. */
    public DictionaryInfo dictionary(int number) {
        return dictionaries.get(number);
    }

    /** The dictionary that every block has. */
    public DictionaryInfo dictionary(FixedDictionary dictionary) {
        return dictionaries.get(dictionary.number());
    }

    /** The attribute column with a number. */
    public AttributeColumn column(int number) {
        return columns.get(number - Field.FIRST_ATTRIBUTE);
    }

    void write(ByteWriter out) {
        out.varint(KNOWN_FEATURES);
        out.varint(ignorableFeatures);
        out.u64(hashSeed);
        out.zigzag(generationFirst);
        out.zigzag(generationLast);
        out.varint(rows);
        out.varint(fragments);
        out.varint(groups);
        out.varint(resources);
        out.varint(scopes);
        out.u8(traceIndexBits);
        out.varint(dictionaries.size());
        for (DictionaryInfo dictionary : dictionaries) {
            out.u8(dictionary.mode().ordinal());
            if (dictionary.mode() == DictionaryMode.SORTED) {
                out.varint(dictionary.entries());
                out.varint(dictionary.pages());
                out.varint(dictionary.bytes());
            }
        }
        out.varint(columns.size());
        for (AttributeColumn column : columns) {
            out.u8(column.level().ordinal());
            out.u8(column.type().code());
            out.varint(column.occurrence());
            out.varint(column.dictionary());
            byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
            out.lengthAndBytes(key, 0, key.length);
        }
    }

    static BlockDirectory read(ByteReader in) {
        long features = in.varint();
        if ((features & ~KNOWN_FEATURES) != 0) {
            throw new StoreException(
                    FailureKind.TOO_NEW,
                    "the block has features " + Long.toHexString(features) + ", this program knows "
                            + Long.toHexString(KNOWN_FEATURES));
        }
        long ignorable = in.varint();
        long seed = in.u64();
        long generationFirst = in.zigzag();
        long generationLast = in.zigzag();
        int rows = in.count(Integer.MAX_VALUE);
        int fragments = in.count(rows);
        int groups = in.count(Math.min(fragments, GroupBounds.GROUPS_MAX));
        int resources = in.count(rows);
        int scopes = in.count(rows);
        int bits = in.u8();
        if (bits > TRACE_INDEX_BITS_MAX) {
            throw in.corrupt("pages of the trace index have " + bits + " bits");
        }
        List<DictionaryInfo> dictionaries = readDictionaries(in);
        List<AttributeColumn> columns = readColumns(in, dictionaries.size());
        in.expectEnd();
        return new BlockDirectory(
                ignorable,
                seed,
                generationFirst,
                generationLast,
                rows,
                fragments,
                groups,
                resources,
                scopes,
                bits,
                dictionaries,
                columns);
    }

    private static List<DictionaryInfo> readDictionaries(ByteReader in) {
        int fixed = FixedDictionary.values().length;
        int count = in.count(in.remaining());
        if (count < fixed) {
            throw in.corrupt("there are " + count + " dictionaries, expected at least " + fixed);
        }
        List<DictionaryInfo> dictionaries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int mode = in.u8();
            if (mode >= DictionaryMode.count() || i < fixed && mode != DictionaryMode.SORTED.ordinal()) {
                throw in.corrupt("mode of dictionary " + i + " is " + mode);
            }
            if (DictionaryMode.ofCode(mode) == DictionaryMode.SORTED) {
                int entries = in.count(Integer.MAX_VALUE);
                int pages = in.count(Math.min(entries, ChunkKey.COLUMN_MAX));
                long bytes = in.count(Integer.MAX_VALUE);
                dictionaries.add(new DictionaryInfo(DictionaryMode.SORTED, entries, pages, bytes));
            } else {
                dictionaries.add(new DictionaryInfo(DictionaryMode.ofCode(mode), 0, 0, 0));
            }
        }
        return dictionaries;
    }

    private static List<AttributeColumn> readColumns(ByteReader in, int dictionaries) {
        int count = in.count(in.remaining());
        List<AttributeColumn> columns = new ArrayList<>();
        ByteSlice key = new ByteSlice();
        for (int i = 0; i < count; i++) {
            int level = in.u8();
            int type = in.u8();
            if (level >= Level.WITH_ATTRIBUTES || type > ValueType.KVLIST.code()) {
                throw in.corrupt("column " + i + " has level " + level + " and type " + type);
            }
            int occurrence = in.count(OCCURRENCES_MAX);
            int dictionary = in.count(dictionaries - 1);
            in.lengthAndBytes(key);
            columns.add(new AttributeColumn(
                    Field.FIRST_ATTRIBUTE + i,
                    Level.ofCode(level),
                    key.utf8(),
                    ValueType.ofCode(type),
                    occurrence,
                    dictionary));
        }
        return columns;
    }
}
