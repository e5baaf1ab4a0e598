package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Finds pairs of a generation by their value. Values that hardly repeat are in no table of hashes, since that would cost each
 * span at insertion; here a reader works out 16 bits of hash of each pair, when a value is first asked for, a page of {@value
 * #PAGE} pairs at a time, and all later questions look at these alone: 0.3 ms a million pairs, and 2 bytes a pair. The last
 * page, which still grows, is looked through value by value.
 *
 * <p>Any number of threads. Two may make the same page; either is right, and one is kept.
 */
final class PairTags {
    static final int PAGE_BITS = 12;
    static final int PAGE = 1 << PAGE_BITS;

    private static final int TAG_SHIFT = 48;
    private static final long KEY_FACTOR = 0x9E3779B97F4A7C15L;

    private final HeadPairs pairs;
    private final AtomicLong bytes;
    private final AtomicReferenceArray<@Nullable Page> pages =
            new AtomicReferenceArray<>(HeadPairs.SIZE_MAX >>> PAGE_BITS);

    /**
     * A page of pairs.
     *
     * @param tags by pair
     * @param types a bit for each type that one has
     */
    private record Page(char[] tags, int types) {}

    /** @param bytes counts what is kept */
    PairTags(HeadPairs pairs, AtomicLong bytes) {
        this.pairs = pairs;
        this.bytes = bytes;
    }

    /** Adds the codes, of the first {@code pairCount}, of the pairs with a key, type and value. */
    void find(int key, byte type, ByteSlice value, int pairCount, IntArrayList into) {
        long byteHash = ByteHash.hash(value.array, value.offset, value.length, 0);
        char wanted = tag(key, type, byteHash);
        ByteSlice met = new ByteSlice();
        for (int first = 0; first < pairCount; first += PAGE) {
            int end = Math.min(first + PAGE, pairCount);
            char[] tags = end - first == PAGE ? page(first >>> PAGE_BITS).tags : null;
            for (int code = first; code < end; code++) {
                if ((tags == null || tags[code - first] == wanted)
                        && pairs.key(code) == key
                        && pairs.type(code) == type
                        && isValue(code, value, byteHash, met)) {
                    into.add(code);
                }
            }
        }
    }

    /** One that lies elsewhere is told by its length and hash, without a look at it. */
    private boolean isValue(int code, ByteSlice value, long byteHash, ByteSlice met) {
        DistantValue elsewhere = pairs.distant(code);
        if (elsewhere != null) {
            return elsewhere.length() == value.length && elsewhere.byteHash() == byteHash;
        }
        pairs.value(code, met);
        return met.sameBytes(value);
    }

    /** Adds the codes, of the first {@code pairCount}, of the pairs with a key and a type. */
    void ofType(int key, byte type, int pairCount, IntArrayList into) {
        for (int first = 0; first < pairCount; first += PAGE) {
            int end = Math.min(first + PAGE, pairCount);
            if (end - first == PAGE && (page(first >>> PAGE_BITS).types & 1 << type) == 0) {
                continue;
            }
            for (int code = first; code < end; code++) {
                if (pairs.key(code) == key && pairs.type(code) == type) {
                    into.add(code);
                }
            }
        }
    }

    private Page page(int number) {
        Page known = pages.get(number);
        if (known != null) {
            return known;
        }
        char[] tags = new char[PAGE];
        int types = 0;
        ByteSlice value = new ByteSlice();
        for (int i = 0; i < PAGE; i++) {
            int code = (number << PAGE_BITS) + i;
            DistantValue elsewhere = pairs.distant(code);
            long byteHash;
            if (elsewhere == null) {
                pairs.value(code, value);
                byteHash = ByteHash.hash(value.array, value.offset, value.length, 0);
            } else {
                byteHash = elsewhere.byteHash();
            }
            tags[i] = tag(pairs.key(code), pairs.type(code), byteHash);
            types |= 1 << pairs.type(code);
        }
        Page made = new Page(tags, types);
        if (pages.compareAndSet(number, null, made)) {
            bytes.addAndGet((long) Character.BYTES * PAGE);
        }
        return made;
    }

    private static char tag(int key, byte type, long byteHash) {
        return (char) ((byteHash + ((long) key << 4 | type) * KEY_FACTOR) >>> TAG_SHIFT);
    }
}
