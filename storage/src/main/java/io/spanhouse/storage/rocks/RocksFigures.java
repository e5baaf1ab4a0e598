package io.spanhouse.storage.rocks;

/**
 * What the buckets of a partition are for RocksDB; a snapshot for operators. Asks each bucket, so not more often than once
 * in some seconds.
 *
 * @param buckets open RocksDB directories
 * @param ssts SSTs that are present, covered ones included
 * @param tableReaderBytes memory of open SSTs: their index blocks
 * @param memtableBytes memory of memtables, which nothing is ever written to
 * @param seenTracesBytes memory of the filters of traces, of all partitions together
 */
public record RocksFigures(int buckets, int ssts, long tableReaderBytes, long memtableBytes, long seenTracesBytes) {}
