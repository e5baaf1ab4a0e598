package io.spanhouse.storage.testing;

import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Own rows in a sorted map, for stores without a disk. Thread-safe. */
public final class MemoryOwnTable implements OwnTable {
    private final NavigableMap<OwnKey, byte[]> rows = new TreeMap<>();

    @Override
    public synchronized byte @Nullable [] get(OwnKey key) {
        byte[] value = rows.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public synchronized void write(List<Change> changes) {
        for (Change change : changes) {
            byte[] value = change.value();
            if (value == null) {
                rows.remove(change.key());
            } else {
                rows.put(change.key(), value);
            }
        }
    }

    @Override
    public synchronized List<Row> rows(OwnKey prefix, @Nullable OwnKey after, boolean descending, int limit) {
        List<Row> found = new ArrayList<>();
        for (Map.Entry<OwnKey, byte[]> entry : (descending ? rows.descendingMap() : rows).entrySet()) {
            OwnKey key = entry.getKey();
            boolean behind = after == null || (descending ? key.compareTo(after) < 0 : key.compareTo(after) > 0);
            if (behind && key.startsWith(prefix) && found.size() < limit) {
                found.add(new Row(key, entry.getValue()));
            }
        }
        return found;
    }
}
