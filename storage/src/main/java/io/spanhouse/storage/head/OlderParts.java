package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What traces of a generation had in older fragments when they entered it. About one trace in a hundred had anything, so
 * an object each will do. One thread adds; others read what was published to them.
 */
final class OlderParts {
    /** The number of no part. */
    static final int NONE = 0;

    private static final int BYTES_OF_PART = 200;

    private volatile Part[] parts = new Part[16];
    private int size = 1;
    private long idBytes;

    /** Values of one trace before it entered the generation; codes are the generation's. */
    static final class Part {
        final int project;
        final WholeTrace values;
        final int[] services;
        final int rootName;
        final int rootService;
        /** Rank of the newest older fragment. */
        final int rank;
        /** Span ids of all older fragments, ascending. */
        final long[] spanIds;

        /** The generation with the oldest fragment while that has no bucket; of the writing thread only. */
        private @Nullable Generation oldest;
        /** The bucket with the oldest fragment, 0 while all of them are in the head. */
        private volatile long firstBucket;

        Part(int project, HeadStrings strings, OlderFragments older) {
            this.project = project;
            values = older.values();
            spanIds = older.spanIds();
            rank = older.rank();
            oldest = older.oldestGeneration();
            firstBucket = older.firstBucket();
            IntArrayList codes = new IntArrayList();
            for (String service : values.services()) {
                codes.add(code(strings, service));
            }
            services = codes.toArray();
            WholeTrace.Root root = values.root();
            rootName = root == null ? 0 : code(strings, root.name());
            rootService = root == null ? 0 : code(strings, root.service());
        }

        private static int code(HeadStrings strings, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return strings.intern(bytes, 0, bytes.length);
        }

        long firstBucket() {
            return firstBucket;
        }

        @Nullable
        Generation oldest() {
            return oldest;
        }

        boolean hasSpan(long spanId) {
            return Arrays.binarySearch(spanIds, spanId) >= 0;
        }
    }

    /** A part by its number, from 1 on. */
    Part get(int number) {
        return parts[number];
    }

    /** Adds a part and gives its number. */
    int add(Part part) {
        Part[] array = parts;
        if (size == array.length) {
            array = Arrays.copyOf(array, size * 2);
        }
        array[size] = part;
        parts = array;
        idBytes += (long) Long.BYTES * part.spanIds.length;
        return size++;
    }

    /** A generation became blocks, so parts whose oldest fragment lay in it have a bucket from now on. */
    void sealed(Generation generation, SealedPlaces places) {
        for (int number = 1; number < size; number++) {
            Part part = parts[number];
            if (part.oldest == generation) {
                part.firstBucket = places.bucket(part.project);
                part.oldest = null;
            }
        }
    }

    long bytes() {
        return (long) BYTES_OF_PART * (size - 1) + idBytes;
    }
}
