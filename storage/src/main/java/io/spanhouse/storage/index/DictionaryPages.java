package io.spanhouse.storage.index;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.encoding.Packed;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.encoding.TextColumn;
import io.spanhouse.storage.encoding.Texts;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/**
 * Writes a sorted dictionary value by value as pages of front-coded entries, and its index. Costs about 20 ns a value and
 * the compression. Used again after {@link #reset()}. Not thread-safe. Does not own the compression.
 */
public final class DictionaryPages {
    /** A page is cut when its entries reach this, before compression. */
    static final int PAGE_BYTES = 16 << 10;

    /** Takes a page when it is complete. */
    public interface PageSink {
        /** The page is in {@code bytes}, from the front. */
        void page(int number, ByteWriter bytes);
    }

    private final Compression compression;
    private final PageSink sink;
    private final ByteWriter entries = new ByteWriter(PAGE_BYTES);
    private final ByteWriter framed = new ByteWriter(PAGE_BYTES);
    private final ByteWriter page = new ByteWriter(PAGE_BYTES);
    private final TextArena firstValues = new TextArena();
    private long[] firstCodes = new long[4];
    private byte[] before = new byte[64];
    private int beforeLength;
    private int pageEntries;
    private int values;

    public DictionaryPages(Compression compression, PageSink sink) {
        this.compression = compression;
        this.sink = sink;
    }

    /** Starts a new dictionary. */
    public void reset() {
        entries.truncate(0);
        firstValues.clear();
        pageEntries = 0;
        values = 0;
    }

    /** The next value; greater than the one before. */
    public void add(byte[] array, int offset, int length) {
        if (pageEntries == 0) {
            startPage(array, offset, length);
        }
        int shared = pageEntries == 0 ? 0 : Math.max(0, mismatch(before, beforeLength, array, offset, length));
        entries.varint(shared);
        entries.lengthAndBytes(array, offset + shared, length - shared);
        if (before.length < length) {
            before = new byte[length * 2];
        }
        System.arraycopy(array, offset, before, 0, length);
        beforeLength = length;
        pageEntries++;
        values++;
        if (entries.size() >= PAGE_BYTES) {
            endPage();
        }
    }

    private static int mismatch(byte[] before, int beforeLength, byte[] array, int offset, int length) {
        int first = Arrays.mismatch(before, 0, beforeLength, array, offset, offset + length);
        return first < 0 ? length : first;
    }

    private void startPage(byte[] array, int offset, int length) {
        int number = firstValues.size();
        if (number == firstCodes.length) {
            firstCodes = Arrays.copyOf(firstCodes, number * 2);
        }
        firstCodes[number] = values;
        firstValues.add(array, offset, length);
    }

    private void endPage() {
        framed.truncate(0);
        framed.varint(pageEntries);
        framed.bytes(entries.array(), 0, entries.size());
        page.truncate(0);
        page.varint(framed.size());
        compression.write(framed.array(), 0, framed.size(), page);
        sink.page(firstValues.size() - 1, page);
        entries.truncate(0);
        pageEntries = 0;
    }

    /** Ends the dictionary; gives the number of pages. */
    public int finish() {
        if (pageEntries > 0) {
            endPage();
        }
        return firstValues.size();
    }

    /** Appends the index of the dictionary that was finished. */
    public void writeIndex(Numbers numbers, Texts texts, ByteWriter out) {
        out.varint(firstValues.size());
        numbers.write(firstCodes, firstValues.size(), out);
        texts.write(firstValues, out);
    }

    /**
     * Reads the values of a page.
     *
     * @param bytesMax most bytes of all values
     * @param into cleared, then takes the values
     */
    public static void readPage(ByteReader in, Compression compression, int bytesMax, TextArena into) {
        // A page's entries stay below the cut but for the last, which has at most all values' bytes, and its lengths.
        int raw = in.count((long) bytesMax + PAGE_BYTES + 32);
        byte[] framed = new byte[raw + Packed.SLACK];
        int stored = in.remaining();
        compression.read(in.array(), in.skip(stored), stored, framed, 0, raw);
        ByteReader reader = new ByteReader().set(framed, 0, raw);
        int count = reader.count(raw);
        into.clear();
        ByteSlice rest = new ByteSlice();
        int before = 0;
        for (int i = 0; i < count; i++) {
            int shared = reader.count(before);
            reader.lengthAndBytes(rest);
            before = shared + rest.length;
            if (before > bytesMax - into.byteCount()) {
                throw reader.corrupt("values of a page have over " + bytesMax + " bytes");
            }
            into.addAfter(shared, rest.array, rest.offset, rest.length);
        }
        reader.expectEnd();
    }

    /**
     * Reads an index.
     *
     * @param firstValues cleared, then takes the first value of each page
     * @return the first code of each page
     */
    public static int[] readIndex(ByteReader in, TextColumn texts, int codesMax, int bytesMax, TextArena firstValues) {
        int pages = in.count(codesMax);
        long[] codes = new long[pages];
        Numbers.read(in, pages, codes);
        int[] first = new int[pages];
        for (int i = 0; i < pages; i++) {
            if (codes[i] > codesMax || (i == 0 ? codes[i] != 0 : codes[i] <= codes[i - 1])) {
                throw in.corrupt("page " + i + " starts with code " + codes[i]);
            }
            first[i] = (int) codes[i];
        }
        firstValues.clear();
        texts.read(in, pages, 0, pages, bytesMax, firstValues);
        in.expectEnd();
        return first;
    }
}
