package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that no span says and no rebuild can bring back: what people saved, and what was given out once and must stay. Small and
 * seldom changed. Thread-safe.
 */
public interface OwnTable {
    /**
     * A row.
     *
     * @throws StoreException CORRUPT or UNAVAILABLE if it cannot be read
     */
    byte @Nullable [] get(OwnKey key);

    /**
     * Changes rows, all or none, on disk when this returns.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses
     */
    void write(List<Change> changes);

    /**
     * Rows whose keys begin so, in the order of their keys.
     *
     * @param after only rows behind this one in the direction of the walk; null from the start
     * @param descending whether the last key comes first
     * @param limit most rows
     */
    List<Row> rows(OwnKey prefix, @Nullable OwnKey after, boolean descending, int limit);

    /** Deletes all rows of a project, on disk when this returns. */
    default void deleteProject(int project) {
        for (OwnKey.Kind kind : OwnKey.Kind.values()) {
            OwnKey prefix = OwnKey.of(kind, project);
            List<Row> rows = rows(prefix, null, false, DELETED_AT_ONCE_MAX);
            while (!rows.isEmpty()) {
                write(rows.stream().map(row -> new Change(row.key(), null)).toList());
                rows = rows(prefix, null, false, DELETED_AT_ONCE_MAX);
            }
        }
    }

    /** Most rows that one change deletes. */
    int DELETED_AT_ONCE_MAX = 10_000;

    /** A row that is there. */
    record Row(OwnKey key, byte[] value) {
        public Row {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row && key.equals(((Row) other).key) && Arrays.equals(value, ((Row) other).value);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return key + " with " + value.length + " bytes";
        }
    }

    /** A row to be put, or deleted where the value is null. */
    record Change(OwnKey key, byte @Nullable [] value) {
        public Change {
            value = value == null ? null : value.clone();
        }

        @Override
        public byte @Nullable [] value() {
            return value == null ? null : value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Change
                    && key.equals(((Change) other).key)
                    && Arrays.equals(value, ((Change) other).value);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return value == null ? key + " deleted" : key + " with " + value.length + " bytes";
        }
    }
}
