package io.spanhouse.storage.index;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Packed;
import java.util.Arrays;

/**
 * Trace id to fragment, by hash: 16 bits of fingerprint and an ordinal, filter and index in one. A page is found by the
 * hash's high bits, so a lookup reads one page of about 2 to 4 KiB. Of absent ids about one in 65,536 times the entries of
 * a page over 65,536 is falsely found, some 1.5 in 100: the caller compares the whole id.
 *
 * <p>Fingerprints ascend, so their high bits are kept in unary: two bits and a few low ones each instead of 16, and still
 * any can be found by counting ones. Costs about 3.5 bytes a trace. Pages of format 1 have the 16 bits.
 */
public final class TraceIndexPages {
    /** Entries that a page is planned for; at most twice that on average. */
    private static final int PAGE_ENTRIES = 512;

    private static final int FINGERPRINT_BITS = 16;
    private static final int ENTRIES_MAX = 0xFFFF;
    private static final int PAGE_BITS_MAX = 20;
    /** In the byte with the width of ordinals: high bits of fingerprints are in unary. */
    private static final int UNARY = 0x80;

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
            out.u8(UNARY | ordinalWidth);
            for (int i = 0; i < entries; i++) {
                scratch[i] = fingerprint(hashes[from + i] ^ Long.MIN_VALUE, pageBits);
            }
            writeFingerprints(scratch, entries, out);
            for (int i = 0; i < entries; i++) {
                scratch[i] = (int) (hashes[from + i] & ordinalMask);
            }
            Packed.write(scratch, 0, entries, ordinalWidth, out);
            sink.page(page, out);
            from = to;
        }
    }

    /** How many low bits of a fingerprint are not in unary: such that about every second unary bit is a one. */
    public static int lowBits(int entries) {
        return entries == 0 ? 0 : Math.max(0, FINGERPRINT_BITS - Packed.bits(entries));
    }

    /** Bytes of the unary part. */
    public static int unaryBytes(int entries) {
        return entries + (1 << FINGERPRINT_BITS - lowBits(entries)) + 7 >>> 3;
    }

    private static void writeFingerprints(int[] fingerprints, int entries, ByteWriter out) {
        int lowBits = lowBits(entries);
        int unaryAt = out.size();
        int bytes = unaryBytes(entries);
        out.ensure(bytes);
        out.advance(bytes);
        byte[] array = out.array();
        Arrays.fill(array, unaryAt, unaryAt + bytes, (byte) 0);
        for (int i = 0; i < entries; i++) {
            int bit = (fingerprints[i] >>> lowBits) + i;
            array[unaryAt + (bit >>> 3)] |= (byte) (1 << (bit & 7));
            fingerprints[i] &= (1 << lowBits) - 1;
        }
        Packed.write(fingerprints, 0, entries, lowBits, out);
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
        int form = in.u8();
        int width = form & ~UNARY;
        if (width > Integer.SIZE - 1) {
            throw in.corrupt("ordinals have " + width + " bits, expected at most 31");
        }
        if ((form & UNARY) != 0) {
            return findInUnary(in, entries, width, fingerprint(hash, pageBits), into);
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

    private static int findInUnary(ByteReader in, int entries, int width, int wanted, int[] into) {
        int lowBits = lowBits(entries);
        int unaryBits = 8 * unaryBytes(entries);
        int unaryAt = in.skip(unaryBytes(entries));
        int lowAt = in.skip(Packed.bytes(entries, lowBits));
        int ordinalsAt = in.skip(Packed.bytes(entries, width));
        in.expectEnd();
        byte[] array = in.array();
        int high = wanted >>> lowBits;
        int low = wanted & (1 << lowBits) - 1;
        int found = 0;
        // Before the ones of a high part lie as many zeros as it says; the others are ones, of the entries before.
        for (int bit = afterZeros(array, unaryAt, unaryBits, high); bit < unaryBits; bit++) {
            int entry = bit - high;
            if ((array[unaryAt + (bit >>> 3)] >>> (bit & 7) & 1) == 0) {
                break;
            }
            if (entry >= entries) {
                throw in.corrupt("a page of " + entries + " entries has more fingerprints");
            }
            if (Packed.get(array, lowAt, lowBits, entry) == low) {
                if (found < into.length) {
                    into[found] = (int) Packed.get(array, ordinalsAt, width, entry);
                }
                found++;
            }
        }
        return found;
    }

    /** The position behind so many zeros. */
    private static int afterZeros(byte[] array, int at, int bits, int zeros) {
        int left = zeros;
        int position = 0;
        while (position < bits && left >= Byte.SIZE) {
            left -= Byte.SIZE - Integer.bitCount(array[at + (position >>> 3)] & 0xFF);
            position += Byte.SIZE;
        }
        while (position < bits && left > 0) {
            left -= 1 - (array[at + (position >>> 3)] >>> (position & 7) & 1);
            position++;
        }
        return position;
    }
}
