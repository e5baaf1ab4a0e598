package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteSlice;

/**
 * Byte strings one after the other in pages of 64 KiB, each after its length in LEB128. Nothing moves once written, as in
 * {@link LongPages}. A string of over 16 KiB gets a page of its own size, so at most a quarter of a page is lost.
 */
final class ByteArena {
    private static final int PAGE_BITS = 16;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    private static final int OWN_PAGE_BYTES = 1 << 14;
    private static final int PAGES_MAX = 1 << 15;
    private static final int LENGTH_BYTES_MAX = 5;

    private final byte[][] pages = new byte[PAGES_MAX][];
    private int pageCount;
    private int currentPage = -1;
    private int currentUsed = PAGE_BYTES;
    private long bytes;

    /** Whether strings of so many bytes in all certainly fit. */
    boolean fits(long length) {
        return pageCount + length / OWN_PAGE_BYTES + 2 <= PAGES_MAX;
    }

    /** Appends a string and gives its position. */
    int add(byte[] array, int offset, int length) {
        if (length > OWN_PAGE_BYTES) {
            byte[] page = new byte[length + LENGTH_BYTES_MAX];
            pages[pageCount] = page;
            write(page, 0, array, offset, length);
            bytes += page.length;
            return pageCount++ << PAGE_BITS;
        }
        if (PAGE_BYTES - currentUsed < length + LENGTH_BYTES_MAX) {
            currentPage = pageCount++;
            currentUsed = 0;
            pages[currentPage] = new byte[PAGE_BYTES];
        }
        int position = currentPage << PAGE_BITS | currentUsed;
        int end = write(pages[currentPage], currentUsed, array, offset, length);
        bytes += end - currentUsed;
        currentUsed = end;
        return position;
    }

    private static int write(byte[] page, int start, byte[] array, int offset, int length) {
        int end = start;
        int rest = length;
        while (rest > 0x7F) {
            page[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        page[end++] = (byte) rest;
        System.arraycopy(array, offset, page, end, length);
        return end + length;
    }

    /** Points a slice at the string at a position. */
    void get(int position, ByteSlice into) {
        byte[] page = pages[position >>> PAGE_BITS];
        int offset = position & PAGE_BYTES - 1;
        int length = page[offset++];
        if (length < 0) {
            length &= 0x7F;
            int shift = 7;
            int next = page[offset++];
            while (next < 0) {
                length |= (next & 0x7F) << shift;
                shift += 7;
                next = page[offset++];
            }
            length |= next << shift;
        }
        into.set(page, offset, length);
    }

    /** Bytes written; of the writing thread only. */
    long bytes() {
        return bytes;
    }
}
