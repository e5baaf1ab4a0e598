package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the spans of each service of one trace; for the traces that are listed. Not thread-safe. */
final class ServiceCounts {
    private final Map<String, long[]> counts = new HashMap<>();
    private final ByteSlice slice = new ByteSlice();

    void add(SpanRows rows, int row) {
        Services.of(rows, rows.resource(row), slice);
        add(slice.utf8(), 1, rows.statusCode(row) == TraceTally.STATUS_ERROR ? 1 : 0);
    }

    void add(String service, long spans, long errors) {
        long[] count = counts.computeIfAbsent(service, name -> new long[2]);
        count[0] += spans;
        count[1] += errors;
    }

    /** The counts by service name. */
    List<TraceSummary.ServiceCount> list() {
        List<TraceSummary.ServiceCount> list = new ArrayList<>(counts.size());
        for (Map.Entry<String, long[]> entry : counts.entrySet()) {
            list.add(new TraceSummary.ServiceCount(entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
        }
        list.sort(Comparator.comparing(TraceSummary.ServiceCount::service, LiteralOrder.TEXTS));
        return list;
    }
}
