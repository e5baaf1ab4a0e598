package io.spanhouse.storage.index;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Packed;
import java.util.Arrays;

/**
 * Trace id to fragment, by hash: 16 bits of fingerprint and an ordinal, filter and index in one. A page is found by the
 * hash's high bits, so a lookup reads one page of about 2 to 5 KiB. Of absent ids about one in 65,536 times the entries of
 * a page over 65,536 is falsely found, some 1.5 in 100: the caller compares the whole id. Costs about 4.6 bytes a trace.
 */
public final class TraceIndexPages {
    /** Entries that a page is planned for; at most twice that on average. */
    private static final int PAGE_ENTRIES = 512;

    private static final int FINGERPRINT_BITS = 16;
    private static final int ENTRIES_MAX = 0xFFFF;
    private static final int PAGE_BITS_MAX = 20;

    private TraceIndexPages() {}

    /** How many high bits of the hash choose the page when there are so many traces. */
    public static int pageBits(int traces) {
        int bits = 0;
        while (bits < PAGE_BITS_MAX && traces >> bits > 2 * PAGE_ENTRIES) {
            bits++;
        }
        return bits;
    }

    /** The page that tells of a hash. */
    public static int page(long hash, int pageBits) {
        return pageBits == 0 ? 0 : (int) (hash >>> Long.SIZE - pageBits);
    }

    private static int fingerprint(long hash, int pageBits) {
        return (int) (hash << pageBits >>> Long.SIZE - FINGERPRINT_BITS);
    }

    /** Takes a page when it is complete. */
    public interface PageSink {
        /** The page is in {@code bytes}, from the front. */
        void page(int number, ByteWriter bytes);
    }

    /**
     * Writes all pages.
     *
     * @param hashes of the traces by ordinal; sorted in place
     * @param count how many traces there are
     */
    public static void write(long[] hashes, int count, PageSink sink) {
        int pageBits = pageBits(count);
        int ordinalWidth = Packed.bits(Math.max(0, count - 1));
        // The low bits of a hash are not used, so the ordinal takes their place and one sort orders both.
        long ordinalMask = (1L << ordinalWidth) - 1;
        for (int i = 0; i < count; i++) {
            hashes[i] = (hashes[i] & ~ordinalMask | i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(hashes, 0, count);
        int pages = 1 << pageBits;
        ByteWriter out = new ByteWriter(1 << 12);
        int[] scratch = new int[ENTRIES_MAX];
        int from = 0;
        for (int page = 0; page < pages; page++) {
            int to = from;
            while (to < count && page(hashes[to] ^ Long.MIN_VALUE, pageBits) == page) {
                to++;
            }
            int entries = to - from;
            if (entries > ENTRIES_MAX) {
                throw new IllegalStateException("page " + page + " has " + entries + " traces of one hash range");
            }
            out.truncate(0);
            out.fixed(entries, 2);
            out.u8(ordinalWidth);
            for (int i = 0; i < entries; i++) {
                scratch[i] = fingerprint(hashes[from + i] ^ Long.MIN_VALUE, pageBits);
            }
            Packed.write(scratch, 0, entries, FINGERPRINT_BITS, out);
            for (int i = 0; i < entries; i++) {
                scratch[i] = (int) (hashes[from + i] & ordinalMask);
            }
            Packed.write(scratch, 0, entries, ordinalWidth, out);
            sink.page(page, out);
            from = to;
        }
    }

    /**
     * Finds the ordinals of traces that may have a hash.
     *
     * @param in the whole page
     * @param into takes the ordinals, as many as fit
     * @return how many there are; more than {@code into} holds means that it must be longer
     */
    public static int find(ByteReader in, long hash, int pageBits, int[] into) {
        int entries = (int) in.fixed(2);
        int width = in.u8();
        if (width > Integer.SIZE - 1) {
            throw in.corrupt("ordinals have " + width + " bits, expected at most 31");
        }
        int fingerprintsAt = in.skip(Packed.bytes(entries, FINGERPRINT_BITS));
        int ordinalsAt = in.skip(Packed.bytes(entries, width));
        in.expectEnd();
        int wanted = fingerprint(hash, pageBits);
        byte[] array = in.array();
        int low = 0;
        int high = entries;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Packed.get(array, fingerprintsAt, FINGERPRINT_BITS, middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int found = 0;
        while (low < entries && Packed.get(array, fingerprintsAt, FINGERPRINT_BITS, low) == wanted) {
            if (found < into.length) {
                into[found] = (int) Packed.get(array, ordinalsAt, width, low);
            }
            found++;
            low++;
        }
        return found;
    }
}
