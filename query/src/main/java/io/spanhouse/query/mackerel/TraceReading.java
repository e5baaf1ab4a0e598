package io.spanhouse.query.mackerel;

import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a list shows of one trace for one service, read from its spans: the title, and per namespace the service's times.
 * Costs a read of the whole trace. Not thread-safe.
 */
final class TraceReading {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final TraceSummary summary;
    private final String service;
    private final Map<String, ServiceTimes> namespaces = new TreeMap<>();
    private String rootTitle = "";
    private String firstName = "";
    private boolean rootSeen;
    private boolean anySeen;

    /**
     * Reads a trace to its end.
     *
     * @param service whose times are wanted
     */
    TraceReading(TraceSpans spans, String service) {
        this.summary = spans.summary();
        this.service = service;
        SpanBatch slice = spans.next();
        while (slice != null) {
            add(slice);
            slice = spans.next();
        }
    }

    private void add(SpanRows rows) {
        ServiceIdentity[] identities = ServiceIdentity.all(rows);
        for (int row = 0; row < rows.rowCount(); row++) {
            if (!anySeen) {
                anySeen = true;
                firstName = rows.strings().text(rows.name(row));
            }
            if (!rootSeen && rows.parentSpanId(row) == 0) {
                rootSeen = true;
                rootTitle = title(rows, row);
            }
            ServiceIdentity identity = identities[rows.resource(row)];
            if (identity.name().equals(service)) {
                namespaces
                        .computeIfAbsent(identity.namespace(), absent -> new ServiceTimes())
                        .add(
                                rows.spanId(row),
                                rows.parentSpanId(row),
                                rows.startNanos(row),
                                rows.endNanos(row),
                                identity.environment());
            }
        }
    }

    /** Method and route of the root where it has both, else its name. */
    private static String title(SpanRows rows, int row) {
        String method = attribute(rows, row, "http.request.method");
        if (method.isEmpty()) {
            method = attribute(rows, row, "http.method");
        }
        String route = attribute(rows, row, "http.route");
        return method.isEmpty() || route.isEmpty() ? rows.strings().text(rows.name(row)) : method + " " + route;
    }

    private static String attribute(SpanRows rows, int row, String key) {
        ByteSlice slice = new ByteSlice();
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            int pair = rows.attribute(i);
            if (rows.pairs().type(pair) == ValueType.STRING.code()
                    && rows.strings().text(rows.pairs().key(pair)).equals(key)) {
                rows.pairs().value(pair, slice);
                return slice.utf8();
            }
        }
        return "";
    }

    /** The namespaces in which the service is in this trace, in order. */
    List<String> namespaces() {
        return new ArrayList<>(namespaces.keySet());
    }

    /** The row of a namespace. */
    ListRow row(String namespace) {
        ServiceTimes times = namespaces.getOrDefault(namespace, new ServiceTimes());
        return new ListRow(
                summary.traceId().toString(),
                service,
                namespace,
                times.environment(),
                rootSeen ? rootTitle : firstName,
                Long.divideUnsigned(summary.startNanos(), NANOS_PER_SECOND),
                Long.divideUnsigned(summary.durationNanos(), NANOS_PER_MILLI),
                Long.divideUnsigned(times.startNanos(), NANOS_PER_SECOND),
                Long.divideUnsigned(times.latencyNanos(), NANOS_PER_MILLI));
    }
}
