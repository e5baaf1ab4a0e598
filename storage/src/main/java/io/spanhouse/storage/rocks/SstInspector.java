package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Looks into SST files one by one, whatever the database says of them. Slow path: opening damaged buckets, tests. */
final class SstInspector {
    private final RocksEnvironment environment;
    private final int partition;
    private final BucketId bucket;

    SstInspector(RocksEnvironment environment, int partition, BucketId bucket) {
        this.environment = environment;
        this.partition = partition;
        this.bucket = bucket;
    }

    /**
     * Reads the header of a file and checks that the file belongs here.
     *
     * @throws StoreException TOO_NEW if a later program wrote it: then nothing must be set aside
     */
    Inspection inspect(Path file) {
        try (SstFileReader reader = new SstFileReader(environment.options())) {
            reader.open(file.toString());
            try (SstFileReaderIterator rows = reader.newIterator(environment.readOptions())) {
                rows.seekToLast();
                rows.status();
                if (!rows.isValid() || !SstKeys.isHeader(rows.key())) {
                    return Inspection.bad(file, "its last key is not that of a header");
                }
                return check(file, SstKeys.block(rows.key()), rows.value());
            }
        } catch (RocksDBException e) {
            StoreException failure = RocksFailures.of("could not read " + file, e);
            if (failure.kind() == FailureKind.UNAVAILABLE) {
                throw failure;
            }
            return Inspection.bad(file, String.valueOf(e.getMessage()));
        }
    }

    /** Judges the bytes of a header that lay under a block number. */
    Inspection check(Path file, long block, byte[] headerBytes) {
        SstHeader header;
        try {
            header = SstHeaderCodec.decode(block, headerBytes);
        } catch (StoreException e) {
            if (e.kind() == FailureKind.TOO_NEW) {
                throw e;
            }
            return Inspection.bad(file, String.valueOf(e.getMessage()));
        }
        SstHeader.Place expected = new SstHeader.Place(environment.identity(), partition, bucket, block);
        if (!header.place().equals(expected)) {
            return Inspection.bad(
                    file,
                    "it belongs to " + header.place() + " of store "
                            + header.place().store() + ", expected " + expected + " of store " + expected.store());
        }
        return new Inspection(file, header, "");
    }

    /**
     * What a file turned out to be.
     *
     * @param header null if it is not to be believed
     * @param problem why not
     */
    record Inspection(Path file, @Nullable SstHeader header, String problem) {
        static Inspection bad(Path file, String problem) {
            return new Inspection(file, null, problem);
        }
    }
}
