package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.index.DictionaryPages;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/**
 * One sorted dictionary of a block: value to code, code to value, ranges. Reads the index when there is one and then page
 * by page, staying at the page it read last, so walking codes upwards reads each page once. Not thread-safe.
 */
public final class DictionaryReader {
    private final BlockReader block;
    private final int number;
    private final DictionaryInfo info;
    private final ReadScratch scratch;
    private final ByteSlice slice = new ByteSlice();
    private Index index = new Index(new int[] {0}, new TextArena());
    private TextArena page = new TextArena();
    private boolean indexRead;
    private int pageRead = -1;

    /** Where pages begin: the first code and the first value of each. */
    private record Index(int[] firstCodes, TextArena firstValues) implements KeptParts.Part {
        @Override
        public long bytes() {
            return (long) Integer.BYTES * firstCodes.length + firstValues.heapBytes();
        }
    }

    /** The values of a page. */
    private record Page(TextArena values) implements KeptParts.Part {
        @Override
        public long bytes() {
            return values.heapBytes();
        }
    }

    DictionaryReader(BlockReader block, int number, ReadScratch scratch) {
        this.block = block;
        this.number = number;
        this.info = block.directory().dictionary(number);
        this.scratch = scratch;
    }

    /** Its number in the block. */
    int number() {
        return number;
    }

    /** What the directory says of it. */
    public DictionaryInfo info() {
        return info;
    }

    /** Number of values; codes are 0 to one less. */
    public int size() {
        return info.entries();
    }

    /** Points {@code into} at a value; valid until the next call. */
    public void value(int code, ByteSlice into) {
        if (code < 0 || code >= info.entries()) {
            throw new IllegalArgumentException("code is " + code + ", expected below " + info.entries());
        }
        readIndex();
        int pageNumber = pageOf(code);
        readPage(pageNumber);
        page.get(code - index.firstCodes[pageNumber], into);
    }

    /** The code of a value; negative if there is none, then {@code -1 - code} of the first value greater than it. */
    public int find(byte[] value, int offset, int length) {
        if (info.entries() == 0) {
            return -1;
        }
        readIndex();
        int pageNumber = 0;
        int high = index.firstCodes.length - 1;
        while (pageNumber < high) {
            int middle = pageNumber + high + 1 >>> 1;
            index.firstValues.get(middle, slice);
            if (compare(slice, value, offset, length) <= 0) {
                pageNumber = middle;
            } else {
                high = middle - 1;
            }
        }
        readPage(pageNumber);
        int low = 0;
        int end = page.size();
        while (low < end) {
            int middle = low + end >>> 1;
            page.get(middle, slice);
            int order = compare(slice, value, offset, length);
            if (order == 0) {
                return index.firstCodes[pageNumber] + middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return -1 - (index.firstCodes[pageNumber] + low);
    }

    /** The code of the first value that is not less than this one; {@link #size()} if all are less. */
    public int ceiling(byte[] value, int offset, int length) {
        int code = find(value, offset, length);
        return code < 0 ? -1 - code : code;
    }

    /** The code after the last value that starts with a prefix; the first is {@link #ceiling} of the prefix. */
    public int prefixEnd(byte[] prefix, int offset, int length) {
        byte[] next = Arrays.copyOfRange(prefix, offset, offset + length);
        int last = length - 1;
        while (last >= 0 && next[last] == (byte) 0xFF) {
            last--;
        }
        if (last < 0) {
            return size();
        }
        next[last]++;
        return ceiling(next, 0, last + 1);
    }

    private static int compare(ByteSlice left, byte[] value, int offset, int length) {
        return Arrays.compareUnsigned(
                left.array, left.offset, left.offset + left.length, value, offset, offset + length);
    }

    private int pageOf(int code) {
        int found = Arrays.binarySearch(index.firstCodes, code);
        return found >= 0 ? found : -2 - found;
    }

    private void readIndex() {
        if (!indexRead && info.pages() > 1) {
            index = block.kept(KeptParts.Kind.DICTIONARY_INDEX, number, 0, Index.class, this::loadIndex);
            indexRead = true;
        }
    }

    private Index loadIndex() {
        ChunkKey key = block.identity().key(ChunkKind.DICTIONARY_INDEX, number, 0);
        ChunkBuffer buffer = scratch.takeBuffer();
        block.load(key, buffer);
        TextArena firstValues = new TextArena();
        int[] firstCodes = ChunkFailure.naming(
                key,
                () -> DictionaryPages.readIndex(
                        BlockReader.payload(buffer), scratch.texts, info.entries(), (int) info.bytes(), firstValues));
        if (firstCodes.length != info.pages()) {
            throw ChunkFailure.corrupt(key, "it lists " + firstCodes.length + " pages, expected " + info.pages());
        }
        scratch.giveBuffer(buffer);
        return new Index(firstCodes, firstValues);
    }

    private void readPage(int pageNumber) {
        if (pageRead != pageNumber) {
            pageRead = -1;
            page = block.kept(
                            KeptParts.Kind.DICTIONARY_PAGE, number, pageNumber, Page.class, () -> loadPage(pageNumber))
                    .values;
            pageRead = pageNumber;
        }
    }

    private Page loadPage(int pageNumber) {
        ChunkKey key = block.identity().key(ChunkKind.DICTIONARY, number, pageNumber);
        ChunkBuffer buffer = scratch.takeBuffer();
        block.load(key, buffer);
        // One that is kept is shared from now on; else the one before is used again.
        TextArena values = block.keepsParts() ? new TextArena() : page;
        ChunkFailure.naming(key, () -> {
            ByteReader in = BlockReader.payload(buffer);
            DictionaryPages.readPage(in, scratch.compression, (int) info.bytes(), values);
            return values;
        });
        int[] firstCodes = index.firstCodes;
        int end = pageNumber + 1 < firstCodes.length ? firstCodes[pageNumber + 1] : info.entries();
        if (values.size() != end - firstCodes[pageNumber]) {
            throw ChunkFailure.corrupt(
                    key, "it has " + values.size() + " values, expected " + (end - firstCodes[pageNumber]));
        }
        scratch.giveBuffer(buffer);
        return new Page(values);
    }
}
