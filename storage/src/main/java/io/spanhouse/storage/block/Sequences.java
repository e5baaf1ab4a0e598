package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Numbers;
import java.util.Arrays;

/**
 * Distinct sequences of small numbers, by number: the shapes of a row group (which columns a span has, in which order) and
 * its sets of services. Equal sequences get one number. Cleared and used again; not thread-safe.
 *
 * <pre>
 * sequences = count varint, members varint, numbers (length of each), numbers (all members)
 * </pre>
 */
final class Sequences {
    private static final int[] FACTORS = factors();

    private int[] members = new int[64];
    private int[] ends = new int[16];
    private int[] hashes = new int[16];
    private int size;
    /** Number of the sequence + 1, by hash; 0 = free. */
    private int[] slots = new int[64];

    private long[] scratch = new long[64];

    private static int[] factors() {
        int[] factors = new int[32];
        int factor = 1;
        for (int i = 0; i < factors.length; i++) {
            factor *= 0x9E3779B1;
            factors[i] = factor;
        }
        return factors;
    }

    void clear() {
        size = 0;
        Arrays.fill(slots, 0);
    }

    /** Number of distinct sequences. */
    int size() {
        return size;
    }

    /** Where a sequence starts in {@link #members()}. */
    int start(int sequence) {
        return sequence == 0 ? 0 : ends[sequence - 1];
    }

    /** Where a sequence ends in {@link #members()}. */
    int end(int sequence) {
        return ends[sequence];
    }

    /** Members of all sequences. */
    int[] members() {
        return members;
    }

    /** Number of members of all sequences. */
    int memberCount() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** The number of a sequence, new or known. */
    int intern(int[] sequence, int length) {
        int hash = length;
        // One product a member, none waiting for the one before: this is the hottest loop of a writer.
        for (int i = 0; i < length; i++) {
            hash += (sequence[i] + 1) * FACTORS[i % FACTORS.length];
        }
        hash ^= hash >>> 15;
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int known = slots[slot] - 1;
            if (hashes[known] == hash && Arrays.equals(members, start(known), ends[known], sequence, 0, length)) {
                return known;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = size + 1;
        append(sequence, length, hash);
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void append(int[] sequence, int length, int hash) {
        int from = memberCount();
        if (members.length - from < length) {
            members = Arrays.copyOf(members, Math.max(members.length * 2, from + length));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        System.arraycopy(sequence, 0, members, from, length);
        hashes[size] = hash;
        ends[size] = from + length;
        size++;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int i = 0; i < size; i++) {
            int slot = hashes[i] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = i + 1;
        }
    }

    void write(Numbers numbers, ByteWriter out) {
        out.varint(size);
        out.varint(memberCount());
        ensureScratch(Math.max(size, memberCount()));
        for (int i = 0; i < size; i++) {
            scratch[i] = (long) end(i) - start(i);
        }
        numbers.write(scratch, size, out);
        for (int i = 0; i < memberCount(); i++) {
            scratch[i] = members[i];
        }
        numbers.write(scratch, memberCount(), out);
    }

    /**
     * Reads sequences in place of what is here.
     *
     * @param countMax most sequences there may be
     * @param membersMax most members there may be
     * @param below every member must be below this
     */
    void read(ByteReader in, int countMax, int membersMax, int below) {
        int count = in.count(countMax);
        int memberCount = in.count(membersMax);
        ensureScratch(Math.max(count, memberCount));
        if (ends.length < count) {
            ends = new int[count];
            hashes = new int[count];
        }
        if (members.length < memberCount) {
            members = new int[memberCount];
        }
        Numbers.read(in, count, scratch);
        long total = 0;
        for (int i = 0; i < count; i++) {
            if (scratch[i] < 0 || scratch[i] > memberCount - total) {
                throw in.corrupt("a sequence has " + scratch[i] + " members, " + (memberCount - total) + " are left");
            }
            total += scratch[i];
            ends[i] = (int) total;
        }
        if (total != memberCount) {
            throw in.corrupt("sequences have " + total + " members, expected " + memberCount);
        }
        Numbers.read(in, memberCount, scratch);
        for (int i = 0; i < memberCount; i++) {
            if (scratch[i] < 0 || scratch[i] >= below) {
                throw in.corrupt("a member is " + scratch[i] + ", expected below " + below);
            }
            members[i] = (int) scratch[i];
        }
        size = count;
        scratch = new long[0];
    }

    /** Bytes of heap, about. */
    long bytes() {
        return (long) Integer.BYTES * (members.length + ends.length + hashes.length + slots.length);
    }

    private void ensureScratch(int count) {
        if (scratch.length < count) {
            scratch = new long[Math.max(count, scratch.length * 2)];
        }
    }
}
