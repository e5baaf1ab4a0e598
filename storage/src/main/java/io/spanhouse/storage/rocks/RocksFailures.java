package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's failures mean to a caller. */
final class RocksFailures {
    private RocksFailures() {}

    /** CORRUPT where the bytes are wrong, UNAVAILABLE where the disk refused and may not do so later. */
    static StoreException of(String doing, RocksDBException cause) {
        return new StoreException(kind(cause), doing + ": " + cause.getMessage(), cause);
    }

    /** Bytes that are not what was written, found by us. */
    static StoreException corrupt(String found) {
        return new StoreException(FailureKind.CORRUPT, found);
    }

    private static FailureKind kind(RocksDBException cause) {
        Status status = cause.getStatus();
        // Some native methods report without a status; what they report is about bytes they could not make sense of.
        if (status == null || status.getCode() == null) {
            return FailureKind.CORRUPT;
        }
        return switch (status.getCode()) {
            case Corruption, NotSupported, InvalidArgument, NotFound -> FailureKind.CORRUPT;
            case Ok,
                    MergeInProgress,
                    IOError,
                    Incomplete,
                    ShutdownInProgress,
                    TimedOut,
                    Aborted,
                    Busy,
                    Expired,
                    TryAgain,
                    Undefined -> FailureKind.UNAVAILABLE;
        };
    }
}
