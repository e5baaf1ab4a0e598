package io.spanhouse.storage.rocks;

import io.spanhouse.storage.index.TraceHash;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which traces a bucket may have anything of, all projects and blocks together. The head asks for every trace that is new
 * to it: one probe a bucket, about 10 ns, and not one a block.
 *
 * <p>It knows all or nothing. A bucket that is born empty knows from then on; one that is opened does not know until
 * {@link Ledger#buildSeenTraces} has read its blocks. What it does not know it says yes to, and the blocks' own indexes
 * decide. Filters are added as the bucket grows, each twice as large as the one before. All filters of a store share a
 * limit of bytes; a bucket that would go over it knows nothing from then on.
 *
 * <p>One thread adds at a time, any number ask.
 */
public final class SeenTraces {
    private static final SeenFilter[] NOTHING = {};
    private static final int FIRST_CAPACITY = 1 << 16;
    private static final long PROJECT_FACTOR = 0xD6E8FEB86659FD93L;

    private final long hashSeed;
    private final MemoryShare memory;
    private volatile SeenFilter @Nullable [] filters;
    private long bytes;

    private final long firstCapacity;

    private SeenTraces(long hashSeed, MemoryShare memory, long firstCapacity, SeenFilter @Nullable [] filters) {
        this.firstCapacity = firstCapacity;
        this.hashSeed = hashSeed;
        this.memory = memory;
        this.filters = filters;
    }

    /** Of a bucket without blocks: knows all. */
    static SeenTraces empty(long hashSeed, MemoryShare memory) {
        return new SeenTraces(hashSeed, memory, FIRST_CAPACITY, NOTHING);
    }

    /** Of a bucket whose so many traces are about to be added. */
    static SeenTraces sized(long hashSeed, MemoryShare memory, long traces) {
        return new SeenTraces(hashSeed, memory, traces, NOTHING);
    }

    /** Of a bucket whose blocks were not looked at: knows nothing. */
    static SeenTraces unknown(long hashSeed, MemoryShare memory) {
        return new SeenTraces(hashSeed, memory, FIRST_CAPACITY, null);
    }

    static long hash(long hashSeed, int project, long idHigh, long idLow) {
        return TraceHash.of(hashSeed ^ project * PROJECT_FACTOR, idHigh, idLow);
    }

    /** Whether the bucket may have anything of a trace; false is certain. */
    public boolean mayHave(int project, long idHigh, long idLow) {
        SeenFilter[] now = filters;
        if (now == null) {
            return true;
        }
        long hash = hash(hashSeed, project, idHigh, idLow);
        for (SeenFilter filter : now) {
            if (filter.mayContain(hash)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a no is possible. */
    public boolean knows() {
        return filters != null;
    }

    /** Adds traces, by {@link #hash}. */
    synchronized void add(long[] hashes, int count) {
        for (int i = 0; i < count && filters != null; i++) {
            SeenFilter filter = withRoom();
            if (filter != null) {
                filter.add(hashes[i]);
            }
        }
    }

    private @Nullable SeenFilter withRoom() {
        SeenFilter[] now = filters;
        if (now == null) {
            return null;
        }
        if (now.length > 0 && !now[now.length - 1].isFull()) {
            return now[now.length - 1];
        }
        long capacity = now.length == 0 ? firstCapacity : 2L * now[now.length - 1].capacity();
        long wanted = SeenFilter.bytes(capacity);
        if (!memory.take(wanted)) {
            forget();
            return null;
        }
        bytes += wanted;
        SeenFilter filter = new SeenFilter(capacity);
        SeenFilter[] more = Arrays.copyOf(now, now.length + 1);
        more[now.length] = filter;
        filters = more;
        return filter;
    }

    /** Knows what some filters know; false if there is no memory for them. */
    synchronized boolean take(SeenFilter[] known) {
        long wanted = 0;
        for (SeenFilter filter : known) {
            wanted += SeenFilter.bytes(filter.capacity());
        }
        forget();
        if (!memory.take(wanted)) {
            return false;
        }
        bytes = wanted;
        filters = known;
        return true;
    }

    /** Writes down what it knows. */
    synchronized void write(Path bucket, SeenFile.Contents contents) {
        SeenFilter[] now = filters;
        if (now != null) {
            SeenFile.write(bucket, contents, now);
        }
    }

    /** Takes over what another one knows. */
    synchronized void become(SeenTraces other) {
        forget();
        synchronized (other) {
            filters = other.filters;
            bytes = other.bytes;
            other.bytes = 0;
            other.filters = null;
        }
    }

    /** Knows nothing any more, and gives its memory back. */
    synchronized void forget() {
        filters = null;
        memory.give(bytes);
        bytes = 0;
    }
}
