package io.spanhouse.storage.rocks;

/**
 * A bucket in figures.
 *
 * @param id which
 * @param blocks blocks of all projects
 * @param spans their spans
 * @param traces their fragments of traces
 * @param bytes bytes on disk
 * @param quarantinedBytes how many of them are damaged files that were set aside
 * @param receiptMillisMin first receipt, milliseconds since 1970
 * @param receiptMillisMax last receipt
 * @param retentionMillis latest reading of the retention clock when rows were sealed into it
 */
public record BucketSummary(
        BucketId id,
        int blocks,
        long spans,
        long traces,
        long bytes,
        long quarantinedBytes,
        long receiptMillisMin,
        long receiptMillisMax,
        long retentionMillis) {}
