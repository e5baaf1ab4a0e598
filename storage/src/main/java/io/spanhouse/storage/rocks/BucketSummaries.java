package io.spanhouse.storage.rocks;

import java.util.List;

/** Adds up what a bucket holds. */
final class BucketSummaries {
    private BucketSummaries() {}

    static BucketSummary of(Bucket bucket, List<StoredSst> ssts) {
        int blocks = 0;
        long spans = 0;
        long traces = 0;
        long receiptMillisMin = Long.MAX_VALUE;
        long receiptMillisMax = Long.MIN_VALUE;
        long retentionMillis = Long.MIN_VALUE;
        for (StoredSst sst : ssts) {
            SstHeader header = sst.header();
            blocks += header.contents().size();
            spans += header.spans();
            traces += header.traces();
            receiptMillisMin = Math.min(receiptMillisMin, header.times().receiptMillisMin());
            receiptMillisMax = Math.max(receiptMillisMax, header.times().receiptMillisMax());
            retentionMillis = Math.max(retentionMillis, header.times().retentionMillis());
        }
        return new BucketSummary(
                bucket.id(),
                blocks,
                spans,
                traces,
                bucket.bytes(),
                bucket.quarantinedBytes(),
                receiptMillisMin,
                receiptMillisMax,
                retentionMillis);
    }
}
