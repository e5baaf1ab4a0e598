package io.spanhouse.storage.scripts;

import io.spanhouse.storage.encoding.TextForm;
import io.spanhouse.storage.model.ByteSlice;
import java.util.Arrays;

/**
 * Short texts one after the other in pages. Hexadecimal digits and UUIDs, as ids of runs mostly are, take half their length.
 * Place 0 is the empty text. Not thread-safe while it grows.
 *
 * <p>A text is a byte and what that says: up to {@link #PLAIN_MAX} so many bytes as they are; {@link #LONG} two bytes of length
 * and so many bytes; up to {@link #HEX_MAX} so many bytes above {@link #LONG}, to be shown as hexadecimal digits; {@link #UUID}
 * 16 bytes.
 */
final class TextHeap {
    /** Longest text. */
    static final int BYTES_MAX = 1_024;

    private static final int PAGE_BITS = 16;
    private static final int PAGE_BYTES = 1 << PAGE_BITS;
    private static final int PAGES_MAX = 1 << 15;
    /** The first page grows up to its size, so that a project with few runs takes little. */
    private static final int FIRST_PAGE_BYTES = 256;

    private static final int LENGTH_BYTES = 3;
    private static final int PLAIN_MAX = 126;
    private static final int LONG = 127;
    private static final int HEX_MAX = 254;
    private static final int UUID = 255;

    private byte[][] pages = {new byte[FIRST_PAGE_BYTES]};
    private int pageCount = 1;
    private int used;

    /** One of the texts, unpacked. Good for any number of them, one after the other; not thread-safe. */
    static final class Text {
        private final ByteSlice slice = new ByteSlice();
        private final byte[] unpacked = new byte[2 * (HEX_MAX - LONG)];
    }

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
        byte[] page = pageFor(length + LENGTH_BYTES);
        int place = pageCount - 1 << PAGE_BITS | used;
        int packed = packed(array, offset, length, page);
        if (packed > 0) {
            page[used] = (byte) (length == TextForm.UUID_LENGTH ? UUID : LONG + packed);
            used += 1 + packed;
        } else {
            used += writePlain(array, offset, length, page);
        }
        return place;
    }

    /** Packs a text behind a byte; 0 or less if it stays as it is. */
    private int packed(byte[] array, int offset, int length, byte[] page) {
        if (length == TextForm.UUID_LENGTH) {
            return TextForm.UUID.pack(array, offset, length, page, used + 1);
        }
        return length > 2 * (HEX_MAX - LONG) ? 0 : TextForm.HEX.pack(array, offset, length, page, used + 1);
    }

    private int writePlain(byte[] array, int offset, int length, byte[] page) {
        int head = 1;
        page[used] = (byte) length;
        if (length > PLAIN_MAX) {
            page[used] = LONG;
            page[used + 1] = (byte) (length >>> 8);
            page[used + 2] = (byte) length;
            head = LENGTH_BYTES;
        }
        System.arraycopy(array, offset, page, used + head, length);
        return head + length;
    }

    private byte[] pageFor(int bytes) {
        int last = pageCount - 1;
        if (PAGE_BYTES - used < bytes) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, 2 * pageCount);
            }
            pages[pageCount++] = new byte[PAGE_BYTES];
            used = 0;
            return pages[last + 1];
        }
        if (pages[last].length - used < bytes) {
            pages[last] = Arrays.copyOf(pages[last], Math.min(PAGE_BYTES, 2 * (pages[last].length + bytes)));
        }
        return pages[last];
    }

    /** The text at a place; it is good until the next one is read. */
    ByteSlice get(int place, Text into) {
        byte[] page = pages[place >>> PAGE_BITS];
        int offset = place & PAGE_BYTES - 1;
        int head = page[offset] & 0xFF;
        if (head <= PLAIN_MAX) {
            return into.slice.set(page, offset + 1, head);
        }
        if (head == LONG) {
            int length = (page[offset + 1] & 0xFF) << 8 | page[offset + 2] & 0xFF;
            return into.slice.set(page, offset + LENGTH_BYTES, length);
        }
        if (head == UUID) {
            TextForm.unpackUuid(page, offset + 1, into.unpacked, 0);
            return into.slice.set(into.unpacked, 0, TextForm.UUID_LENGTH);
        }
        TextForm.unpackHex(page, offset + 1, head - LONG, into.unpacked, 0);
        return into.slice.set(into.unpacked, 0, 2 * (head - LONG));
    }

    String text(int place) {
        return get(place, new Text()).utf8();
    }

    long bytes() {
        return pageCount == 1 ? pages[0].length : (long) pageCount << PAGE_BITS;
    }
}
