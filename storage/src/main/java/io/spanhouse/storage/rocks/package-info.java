/**
 * Blocks on disk: the only package that knows RocksDB. It owns every native handle and every key. What counts is decided by
 * {@link io.spanhouse.storage.rocks.Ledger}.
 *
 * <p>Imports storage.model, storage.index and storage.block.
 *
 * <h2>Files</h2>
 *
 * <pre>
 * lane-L-bucket-SSSSSSSSSS/db/*.sst      one RocksDB directory for each bucket of a partition
 * lane-L-bucket-SSSSSSSSSS/seen          which traces a bucket that is over has, for a start with many buckets; see {@link
 *                                        io.spanhouse.storage.rocks.SeenFile}
 * lane-L-bucket-SSSSSSSSSS/tmp/          SSTs being written, scratch files of rewrites; emptied at open
 * lane-L-bucket-SSSSSSSSSS/quarantine/   damaged SSTs, set aside
 * lane-L-bucket-SSSSSSSSSS/db.copy/      a rebuilt db that has not yet its name
 * lane-L-bucket-SSSSSSSSSS/db.damaged/   what db was before
 * lane-L-bucket-SSSSSSSSSS/start         where the bucket begins in the journal: what is lost at its front is told by it
 * lane-L-bucket-SSSSSSSSSS.dropped/      on its way out
 * </pre>
 *
 * <p>An SST holds one block number, and under it the blocks of some projects and a header. An SST comes in whole by ingest,
 * which is the commit, and goes whole; no row is ever written or deleted singly.
 *
 * <h2>Keys, 21 bytes, big-endian</h2>
 *
 * <pre>
 * block u64 | project u32 | section u8 | part u32 | kind code u8 | column u24     a chunk, see storage.block
 * block u64 | FFFFFFFF    | FF         | 00000000 | FF           | 000000         the header, last in its SST
 * </pre>
 *
 * <p>The block number comes first, so that SSTs never overlap: all lie at the bottom level, and RocksDB has nothing to
 * compact. With the project first 99 of 100 SSTs stayed in the top level and reads took 6 times as long.
 *
 * <h2>Header, big-endian</h2>
 *
 * <pre>
 * magic u32 'SpSH' | version u16 = 1 | 0 u16 | CRC32C u32 of the key, the 8 bytes before it and all after it
 * store id 16 bytes | partitions u32 | hash seed u64
 * partition u32 | lane of the bucket u8 | sequence of the bucket u64 | block u64
 * journal source 16 bytes | lane u8 | from u64 | to u64 | previous to u64 | cut u64
 * all sealed below u64
 * first generation u64 | last generation u64
 * required features u64 | ignorable features u64 | weight u32
 * least tick u64 | greatest tick u64 | first receipt i64 ms | last receipt i64 ms
 * least start u64 ns | greatest start u64 ns | retention clock i64 ms
 * count u32 of ticks: { tick u64 | receipt i64 ms }
 * count u32 of covers: { lane u8 | bucket sequence u64 | block u64, 0 = all of the bucket }
 * count u32 of contents: { project u32 | spans u64 | traces u64 | chunks u64 | bytes u64 }
 * </pre>
 *
 * <p>The checksum covers the key, and the body names store, partition, bucket and block: a file that lies where it does not
 * belong is found out.
 *
 * <h2>Own rows</h2>
 *
 * <p>What no span says lies in a RocksDB directory of the store, {@link io.spanhouse.storage.rocks.OwnDirectory}, whose every
 * change is synced. Keys, big-endian; texts are UTF-8 and end with the key:
 *
 * <pre>
 * 1 | project u32 | definition u64                 a trace definition
 * 2 | project u32 | kind u8 | owner u64            the last number given: u64
 * 3 | project u32 | script's name                  its number: u64
 * 4 | project u32 | number u64                     the script's name
 * 5 | project u32 | script u64 | run id            the run's number: u64
 * 6 | project u32 | script u64 | number u64        the run id
 * 7 | project u32 | script u64 | deployment id     its version: u64
 * 8 | project u32 | definition u64 | number u64    a recorded run
 * 9 | project u32 | definition u64 | run id        the number of this execution: u64
 * 10 | project u32 | run id                        when a recording of it ended: u64 ms
 * </pre>
 *
 * <h2>Many buckets</h2>
 *
 * Of a lane the newest 64 buckets are opened at the start. Of the older ones the SSTs are looked at by themselves, which
 * says all that the ledger needs, and the directories of their blocks are read so too; RocksDB is opened when a bucket is
 * first read after the start, and only then its list is compared with the files. At most 400 are open at once: those that
 * were not read for longest are closed. See {@link io.spanhouse.storage.rocks.OpenBuckets}.
 *
 * <h2>After a crash</h2>
 *
 * <pre>
 * SST half written, or finished and not ingested     tmp is emptied, the journal is replayed
 * linked into db, MANIFEST not synced                its header verifies, so it counts; db is rebuilt around it
 * ingested in one lane, not yet in the next          the first is sealed, the second replayed
 * scratch files of a rewrite written                 tmp is emptied, the rewrite begins anew
 * merge or rewrite ingested, inputs there            they are covered, and deleted again
 * input deleted in the MANIFEST, its file there      covered; RocksDB removes it
 * bucket made, nothing ingested                      removed
 * bucket being dropped, not yet renamed              there again, dropped again
 * bucket renamed to .dropped                         removed
 * </pre>
 */
@NullMarked
package io.spanhouse.storage.rocks;

import org.jspecify.annotations.NullMarked;
