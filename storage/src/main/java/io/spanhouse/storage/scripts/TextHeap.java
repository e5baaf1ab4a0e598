package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/** Short texts one after the other in pages, each after its length. Place 0 is the empty text. Not thread-safe while it grows. */
final class TextHeap {
    /** Longest text. */
    static final int BYTES_MAX = 1_024;

    private static final int PAGE_BITS = 16;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    private static final int PAGES_MAX = 1 << 15;
    private static final int LENGTH_BYTES = 2;

    private byte[][] pages = new byte[16][];
    private int pageCount;
    private int used = PAGE_BYTES;

    TextHeap() {
        add(new byte[0], 0, 0);
    }

    /** Whether one more text certainly fits. */
    boolean hasRoom() {
        return pageCount < PAGES_MAX;
    }

    /** Adds a text and gives its place. */
    int add(byte[] array, int offset, int length) {
        if (length > BYTES_MAX) {
            throw new IllegalArgumentException("a text has " + length + " bytes, expected at most " + BYTES_MAX);
        }
        if (PAGE_BYTES - used < length + LENGTH_BYTES) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, 2 * pageCount);
            }
            pages[pageCount++] = new byte[PAGE_BYTES];
            used = 0;
        }
        byte[] page = pages[pageCount - 1];
        int place = pageCount - 1 << PAGE_BITS | used;
        page[used] = (byte) (length >>> 8);
        page[used + 1] = (byte) length;
        System.arraycopy(array, offset, page, used + LENGTH_BYTES, length);
        used += LENGTH_BYTES + length;
        return place;
    }

    /** Points a slice at the text at a place. */
    void get(int place, ByteSlice into) {
        byte[] page = pages[place >>> PAGE_BITS];
        int offset = place & PAGE_BYTES - 1;
        int length = (page[offset] & 0xFF) << 8 | page[offset + 1] & 0xFF;
        into.set(page, offset + LENGTH_BYTES, length);
    }

    String text(int place) {
        ByteSlice slice = new ByteSlice();
        get(place, slice);
        return slice.utf8();
    }

    long bytes() {
        return (long) pageCount << PAGE_BITS;
    }
}
