package io.spanhouse.storage.rocks;

import org.rocksdb.RocksDB;

/** An open RocksDB and the guard that keeps it open while it is used. */
final class BucketHandle implements AutoCloseable {
    private final RocksDB database;
    private final UseGuard guard;

    BucketHandle(RocksDB database, String what) {
        this.database = database;
        guard = new UseGuard(what);
    }

    UseGuard guard() {
        return guard;
    }

    /** The database; only between {@link UseGuard#enter} and {@link UseGuard#exit}. */
    RocksDB database() {
        return database;
    }

    /** Closes the database unless it is being used; whether it did. */
    boolean closeIfIdle() {
        boolean closes = guard.closeIfIdle();
        if (closes) {
            database.close();
        }
        return closes;
    }

    @Override
    public void close() {
        if (guard.close()) {
            database.close();
        }
    }
}
