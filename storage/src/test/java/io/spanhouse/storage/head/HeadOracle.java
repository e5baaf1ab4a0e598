package io.spanhouse.storage.head;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a head and its blocks should hold, the slow and plain way: texts in lists. */
final class HeadOracle {
    record Key(int project, TraceId id) {}

    record Entry(
            String text,
            long spanId,
            long parent,
            long start,
            long end,
            int kind,
            int status,
            String name,
            String service,
            long tick) {}

    /** Values of a trace, comparable. */
    record Values(
            long start,
            long end,
            long spans,
            long errors,
            @Nullable Root root,
            Set<String> services) {}

    record Root(long spanId, long start, long end, int kind, int status, String name, String service) {}

    final Map<Key, List<Entry>> traces = new HashMap<>();

    InsertCounts insert(int project, SpanRows batch, long tick) {
        int stored = 0;
        int duplicates = 0;
        int conflicts = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            Entry entry = entry(batch, row, tick);
            List<Entry> trace = traces.computeIfAbsent(key(project, batch, row), key -> new ArrayList<>());
            if (trace.stream().anyMatch(other -> other.text().equals(entry.text()))) {
                duplicates++;
                continue;
            }
            if (trace.stream().anyMatch(other -> other.spanId() == entry.spanId())) {
                conflicts++;
            }
            trace.add(entry);
            stored++;
        }
        return new InsertCounts(stored, duplicates, conflicts);
    }

    static Key key(int project, SpanRows rows, int row) {
        return new Key(project, new TraceId(rows.traceIdHigh(row), rows.traceIdLow(row)));
    }

    static Entry entry(SpanRows rows, int row, long tick) {
        ByteSlice service = new ByteSlice();
        Services.of(rows, rows.resource(row), service);
        return new Entry(
                SpanText.render(rows, row),
                rows.spanId(row),
                rows.parentSpanId(row),
                rows.startNanos(row),
                rows.endNanos(row),
                rows.kind(row),
                rows.statusCode(row),
                rows.strings().text(rows.name(row)),
                service.utf8(),
                tick);
    }

    static Values values(List<Entry> trace) {
        long start = 0;
        long end = 0;
        long errors = 0;
        Entry root = null;
        Set<String> services = new TreeSet<>();
        for (Entry entry : trace) {
            if (entry.start() != 0 && (start == 0 || Long.compareUnsigned(entry.start(), start) < 0)) {
                start = entry.start();
            }
            if (Long.compareUnsigned(entry.end(), end) > 0) {
                end = entry.end();
            }
            errors += entry.status() == 2 ? 1 : 0;
            services.add(entry.service());
            if (entry.parent() == 0 && (root == null || goesBefore(entry, root))) {
                root = entry;
            }
        }
        Root rootValues = root == null
                ? null
                : new Root(
                        root.spanId(),
                        root.start(),
                        root.end(),
                        root.kind(),
                        root.status(),
                        root.name(),
                        root.service());
        return new Values(start, end, trace.size(), errors, rootValues, services);
    }

    private static boolean goesBefore(Entry entry, Entry root) {
        if (entry.start() != root.start()) {
            if (entry.start() == 0 || root.start() == 0) {
                return root.start() == 0;
            }
            return Long.compareUnsigned(entry.start(), root.start()) < 0;
        }
        return Long.compareUnsigned(entry.spanId(), root.spanId()) < 0;
    }
}
