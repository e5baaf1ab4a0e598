package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import io.spanhouse.storage.model.ByteSlice;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells in which rows of a generation a value may be found. What has its full length never changes, so it is summed up by the
 * first reader who asks, a page of pairs or a stretch of rows at a time, and kept for those that come after: the thread that
 * inserts has no work with it, and a store that nobody asks has none at all. Costs 0.1 us a span once, and some 4 bytes a
 * span of the head's memory.
 *
 * <p>Any number of threads.
 */
public final class HeadSummaries {
    /** Rows of a stretch. */
    public static final int STRETCH = 1 << 12;

    private final Generation generation;
    private final HeadStrings strings;
    private final AtomicLong bytes = new AtomicLong();
    private final PairTags tags;
    private final AtomicReferenceArray<@Nullable StretchPairs> stretches =
            new AtomicReferenceArray<>(HeadRows.ROWS_MAX / STRETCH);

    HeadSummaries(Generation generation, HeadStrings strings, HeadPairs pairs) {
        this.generation = generation;
        this.strings = strings;
        tags = new PairTags(pairs, bytes);
    }

    /** The code of a string that published rows may have, negative if they have none such. */
    public int string(byte[] utf8) {
        return strings.find(utf8, generation.publishedStrings());
    }

    /** Adds the codes of all pairs that published rows may have with a key, type and value. */
    public void pairs(int key, byte type, ByteSlice value, IntArrayList into) {
        tags.find(key, type, value, generation.publishedPairs(), into);
    }

    /** Adds the codes of all pairs that published rows may have with a key and type. */
    public void pairsOfType(int key, byte type, IntArrayList into) {
        tags.ofType(key, type, generation.publishedPairs(), into);
    }

    /** Whether spans of a stretch, of the first {@code rowCount} rows, may have one of some pairs as an attribute. */
    public boolean mayHave(int stretch, int rowCount, int[] pairs) {
        if ((stretch + 1) * STRETCH > rowCount) {
            return true;
        }
        StretchPairs known = stretch(stretch);
        for (int pair : pairs) {
            if (known.mayHave(pair)) {
                return true;
            }
        }
        return false;
    }

    private StretchPairs stretch(int number) {
        StretchPairs known = stretches.get(number);
        if (known != null) {
            return known;
        }
        StretchPairs made = StretchPairs.of(generation, number * STRETCH, (number + 1) * STRETCH);
        if (stretches.compareAndSet(number, null, made)) {
            bytes.addAndGet(made.bytes());
        }
        return made;
    }

    /** Bytes of what is kept; any thread. */
    long bytes() {
        return bytes.get();
    }
}
