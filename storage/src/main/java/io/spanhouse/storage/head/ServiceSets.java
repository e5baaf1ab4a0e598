package io.spanhouse.storage.head;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.model.ByteHash;

/**
 * Sets of services by a dense code, 0 being the empty one. A set is another set and one service more, so that a trace
 * that gains a service costs the same however many it has; traces of the same services, met in the same order,
 * share one. Beyond {@value #SHARED_MAX} services a trace has sets of its own, and its members in a hash set, so that a
 * trace of a million services is no slower a span than one of two. One thread adds, any reads; see {@link LongPages}.
 */
public final class ServiceSets {
    /** The set without services. */
    public static final int EMPTY = 0;

    private static final int SHARED_MAX = 32;
    private static final int NO_SERVICE = -1;
    private static final int BYTES_OF_MEMBER = 16;

    private final IntPages parents;
    private final IntPages services;
    private final IntPages sizes;
    /** Steps that were taken: (set, service) and the set that came of it. */
    private final IntPages stepSets;

    private final IntPages stepServices;
    private final IntPages stepResults;
    private final HashSlots steps = new HashSlots();
    private int lastStep = -1;

    /** Trace and service, of traces with many; and the trace with {@link #NO_SERVICE}. */
    private final LongHashSet membersOfMany = new LongHashSet();

    ServiceSets(int sizeMax) {
        parents = new IntPages(sizeMax);
        services = new IntPages(sizeMax);
        sizes = new IntPages(sizeMax);
        stepSets = new IntPages(sizeMax);
        stepServices = new IntPages(sizeMax);
        stepResults = new IntPages(sizeMax);
        parents.add(EMPTY);
        services.add(0);
        sizes.add(0);
    }

    /** Number of services. */
    int size(int set) {
        return sizes.get(set);
    }

    /** The service that a set, not the empty one, has beyond its {@link #parent}. */
    public int service(int set) {
        return services.get(set);
    }

    /** The set without {@link #service}. */
    public int parent(int set) {
        return parents.get(set);
    }

    /** The set with one service more, or itself if it has it; {@code trace} is whose set it is. */
    int with(int trace, int set, int service) {
        if (set != EMPTY && services.get(set) == service) {
            return set;
        }
        return sizes.get(set) < SHARED_MAX ? step(set, service) : withMany(trace, set, service);
    }

    private int withMany(int trace, int set, int service) {
        if (membersOfMany.add(member(trace, NO_SERVICE))) {
            for (int rest = set; rest != EMPTY; rest = parents.get(rest)) {
                membersOfMany.add(member(trace, services.get(rest)));
            }
        }
        return membersOfMany.add(member(trace, service)) ? append(set, service) : set;
    }

    private static long member(int trace, int service) {
        return (long) trace << 32 | service & 0xFFFF_FFFFL;
    }

    private int step(int set, int service) {
        if (lastStep >= 0 && stepSets.get(lastStep) == set && stepServices.get(lastStep) == service) {
            return stepResults.get(lastStep);
        }
        long hash = ByteHash.hash(set, service);
        long[] searched = steps.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int step = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash)
                    && stepSets.get(step) == set
                    && stepServices.get(step) == service) {
                lastStep = step;
                return stepResults.get(step);
            }
            slot = HashSlots.next(searched, slot);
        }
        lastStep = stepSets.size();
        stepSets.add(set);
        stepServices.add(service);
        stepResults.add(has(set, service) ? set : append(set, service));
        steps.add(hash, lastStep);
        return stepResults.get(lastStep);
    }

    private boolean has(int set, int service) {
        for (int rest = set; rest != EMPTY; rest = parents.get(rest)) {
            if (services.get(rest) == service) {
                return true;
            }
        }
        return false;
    }

    private int append(int set, int service) {
        parents.add(set);
        services.add(service);
        sizes.add(sizes.get(set) + 1);
        return parents.size() - 1;
    }

    long bytes() {
        return 3 * parents.bytes()
                + 3 * stepSets.bytes()
                + steps.bytes()
                + (long) BYTES_OF_MEMBER * membersOfMany.size();
    }
}
