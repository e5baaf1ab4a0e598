package io.spanhouse.storage.index;

import java.util.Arrays;

/**
 * A Bloom filter in blocks of 64 bytes, cut into pages that are read alone: says of a value that it is surely not there, or
 * perhaps. At least ten bits a value and six probes: about 1 in 100 absent values gets a "perhaps". The bits are in the package's
 * description. Not thread-safe while filling.
 */
public final class ValueFilter {
    /** Bytes of a page. */
    public static final int PAGE_BYTES = 4096;

    private static final int BITS_PER_VALUE = 10;
    private static final int PROBES = 6;
    private static final int BLOCK_BYTES = 64;

    private byte[] bits = new byte[PAGE_BYTES];
    private int pages;

    /** Pages that a filter of so many values takes; none for no value. */
    public static int pagesFor(int values) {
        return (int) (((long) values * BITS_PER_VALUE / 8 + PAGE_BYTES - 1) / PAGE_BYTES);
    }

    /** Starts a filter of the values with these hashes. */
    public void fill(long[] hashes, int count) {
        pages = pagesFor(count);
        int bytes = Math.multiplyExact(pages, PAGE_BYTES);
        if (bits.length < bytes) {
            bits = new byte[bytes];
        } else {
            Arrays.fill(bits, 0, bytes, (byte) 0);
        }
        for (int i = 0; i < count; i++) {
            add(hashes[i]);
        }
    }

    private void add(long hash) {
        int block = page(hash, pages) * PAGE_BYTES + ((int) hash & 63) * BLOCK_BYTES;
        long probes = hash >>> 6;
        for (int i = 0; i < PROBES; i++, probes >>>= 9) {
            int bit = (int) probes & 511;
            bits[block + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    /** Number of pages. */
    public int pages() {
        return pages;
    }

    /** All pages, one after the other. */
    public byte[] bits() {
        return bits;
    }

    /** Which of a filter's pages tells of a hash. */
    public static int page(long hash, int pages) {
        return (int) ((hash >>> 32) * pages >>> 32);
    }

    /** Whether a value with this hash may be there, by its page. */
    public static boolean mayContain(byte[] page, int offset, long hash) {
        int block = offset + ((int) hash & 63) * BLOCK_BYTES;
        long probes = hash >>> 6;
        for (int i = 0; i < PROBES; i++, probes >>>= 9) {
            int bit = (int) probes & 511;
            if ((page[block + (bit >>> 3)] & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }
}
