package io.spanhouse.storage.block;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What readers worked out of blocks and the next query would work out again: headers of row groups, their tables of
 * operations, pages of dictionaries, where fragments end. Columns of values are not kept here: their chunks are in the cache
 * of chunks, and unpacking them is what a scan is for.
 *
 * <p>Why: opening a row group costs some 60 us, its operations 40 us, a page of a dictionary 50 us, and a list of services or
 * a search for what is rare asks all row groups for nothing else. Kept, each is a look at a map.
 *
 * <p>On the heap, some 40 KiB a row group that is asked for everything, at most {@code bytesMax} in all: beyond it what is
 * asked for least goes. Blocks never change, so what is kept is never wrong; that of blocks that are gone is not asked for
 * and so goes first. Any number of threads; what is kept is shared and nobody changes it.
 */
public final class KeptParts {
    /** A part of which one would be more than this share of all is not kept. */
    private static final int PART_SHARE_MAX = 8;

    /** Bytes that an entry takes beside its part. */
    private static final int ENTRY_BYTES = 160;

    private final @Nullable Cache<Place, Part> parts;
    private final long partBytesMax;
    private final AtomicLong owners = new AtomicLong();

    /** Keeps nothing, as whoever reads a block once wants it. */
    static final KeptParts NOTHING = new KeptParts(0);

    /** What of a block. */
    enum Kind {
        GROUP_HEADER,
        OPERATIONS,
        OPERATION_EXAMPLES,
        DICTIONARY_INDEX,
        DICTIONARY_PAGE,
        ROW_ENDS,
        VALUE_COUNTS,
        ELEMENT_COUNTS
    }

    /** A part of a reader's block: {@code first} is a row group or dictionary, {@code second} a page or level. */
    record Place(long owner, Kind kind, int first, int second) {}

    /** Something that can be kept. */
    interface Part {
        /** Bytes of heap, about. */
        long bytes();
    }

    /**
     * An empty store of parts.
     *
     * @param bytesMax most bytes of heap, 0 to keep nothing
     */
    public KeptParts(long bytesMax) {
        partBytesMax = bytesMax / PART_SHARE_MAX;
        parts = bytesMax <= 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(bytesMax)
                        .weigher((Place place, Part part) -> (int) (part.bytes() + ENTRY_BYTES))
                        .executor(Runnable::run)
                        .build();
    }

    /** Bytes of heap that what is kept takes now, about. */
    public long bytes() {
        Cache<Place, Part> cache = parts;
        return cache == null
                ? 0
                : cache.policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L);
    }

    /** A number for a reader, by which its parts are told from others'. */
    long newOwner() {
        return owners.incrementAndGet();
    }

    /** Whether nothing is kept, so that a reader does better to use its own arrays again. */
    boolean isNothing() {
        return parts == null;
    }

    /** A part, read if it is not here. Two threads may both read it; either part is as good. */
    <T extends Part> T get(Place place, Class<T> type, Supplier<T> read) {
        Cache<Place, Part> cache = parts;
        if (cache == null) {
            return read.get();
        }
        Part known = cache.getIfPresent(place);
        if (known != null) {
            return type.cast(known);
        }
        T part = read.get();
        if (part.bytes() <= partBytesMax) {
            cache.put(place, part);
        }
        return part;
    }
}
