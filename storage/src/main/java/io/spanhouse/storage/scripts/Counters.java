package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.nio.ByteBuffer;
import java.util.List;

/** Numbers that are given once, from 1 on. Whoever takes some holds a lock until they are written. */
final class Counters {
    private final OwnTable table;

    Counters(OwnTable table) {
        this.table = table;
    }

    /**
     * Takes numbers.
     *
     * @param count how many
     * @param changes gets the change that makes them taken
     * @return the first of them
     */
    long next(int project, OwnKey.Kind kind, long owner, int count, List<OwnTable.Change> changes) {
        OwnKey key = OwnKey.counter(project, kind, owner);
        long last = last(project, kind, owner);
        changes.add(new OwnTable.Change(key, bytes(last + count)));
        return last + 1;
    }

    /** The number that was given last; 0 for none. */
    long last(int project, OwnKey.Kind kind, long owner) {
        byte[] found = table.get(OwnKey.counter(project, kind, owner));
        return found == null ? 0 : number(found);
    }

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw new StoreException(
                    FailureKind.CORRUPT, "a number has " + bytes.length + " bytes, expected " + Long.BYTES);
        }
        return ByteBuffer.wrap(bytes).getLong();
    }
}
