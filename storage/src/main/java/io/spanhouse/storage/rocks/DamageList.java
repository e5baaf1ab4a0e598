package io.spanhouse.storage.rocks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Damage found since open, each once. Names so many at most and counts the others, since a disk that fails may damage every
 * chunk. Any thread; has a lock of its own, so that readers can report while blocks come and go.
 */
final class DamageList {
    /** Most damages that are named one by one. */
    static final int NAMED_MAX = 1_000;

    private final int partition;
    private final Set<Damage> named = new LinkedHashSet<>();
    private long unnamed;

    DamageList(int partition) {
        this.partition = partition;
    }

    /** Whether it was not known before. */
    synchronized boolean add(Damage damage) {
        if (named.contains(damage)) {
            return false;
        }
        if (named.size() < NAMED_MAX) {
            named.add(damage);
        } else {
            unnamed++;
        }
        return true;
    }

    /** Whether any is of a bucket. */
    synchronized boolean has(String bucket) {
        return named.stream().anyMatch(damage -> damage.bucket().equals(bucket));
    }

    synchronized List<Damage> list() {
        List<Damage> list = new ArrayList<>(named);
        if (unnamed > 0) {
            list.add(new Damage(partition, "some bucket", "damage was met " + unnamed + " more times", 0));
        }
        return list;
    }
}
