package io.spanhouse.storage.head;

import io.spanhouse.storage.model.SpanBatch;

/** Whether a batch still fits in the tables and streams of a generation, so that no index ever overflows. */
final class GenerationLimits {
    private final Generation generation;

    GenerationLimits(Generation generation) {
        this.generation = generation;
    }

    /** Whether all rows of a batch fit, however few of them will come here. */
    boolean fit(SpanBatch batch) {
        return rowsFit(batch) && tablesFit(batch);
    }

    private boolean rowsFit(SpanBatch batch) {
        HeadRows rows = generation.rows();
        int count = batch.rowCount();
        if (count == 0) {
            return true;
        }
        int last = count - 1;
        int events = batch.eventEnd(last);
        int links = batch.linkEnd(last);
        return fits(rows.trace, count, HeadRows.ROWS_MAX)
                && fits(rows.eventName, events, HeadRows.ROWS_MAX)
                && fits(rows.linkFlags, links, HeadRows.ROWS_MAX)
                && fits(rows.attributes, batch.attributeEnd(last), HeadRows.ATTRIBUTES_MAX)
                && (events == 0
                        || fits(rows.eventAttributes, batch.eventAttributeEnd(events - 1), HeadRows.ATTRIBUTES_MAX))
                && (links == 0
                        || fits(rows.linkAttributes, batch.linkAttributeEnd(links - 1), HeadRows.ATTRIBUTES_MAX));
    }

    private boolean tablesFit(SpanBatch batch) {
        int resources = batch.resources().size();
        int scopes = batch.scopes().size();
        int resourceAttributes = resources == 0 ? 0 : batch.resources().attributeEnd(resources - 1);
        int scopeAttributes = scopes == 0 ? 0 : batch.scopes().attributeEnd(scopes - 1);
        // Each resource may bring the name of its service, and each pair may be both appended and interned.
        return sum(generation.stringTable().size(), batch.strings().size(), resources) <= HeadStrings.BATCHES_MAX
                && sum(
                                generation.pairTable().size(),
                                batch.pairs().size(),
                                batch.pairs().size())
                        <= HeadPairs.SIZE_MAX
                && sum(generation.resourceTable().size(), resources, 0) <= HeadResources.SIZE_MAX
                && sum(generation.resourceTable().attributeCount(), resourceAttributes, 0)
                        <= HeadResources.ATTRIBUTES_MAX
                && sum(generation.scopeTable().size(), scopes, 0) <= HeadScopes.SIZE_MAX
                && sum(generation.scopeTable().attributeCount(), scopeAttributes, 0) <= HeadScopes.ATTRIBUTES_MAX;
    }

    private static boolean fits(IntPages column, int more, int most) {
        return sum(column.size(), more, 0) <= most;
    }

    private static long sum(int size, int more, int evenMore) {
        return (long) size + more + evenMore;
    }
}
