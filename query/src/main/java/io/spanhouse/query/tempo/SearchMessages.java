package io.spanhouse.query.tempo;

import io.spanhouse.proto.tempo.ServiceStats;
import io.spanhouse.proto.tempo.Span;
import io.spanhouse.proto.tempo.SpanSet;
import io.spanhouse.proto.tempo.TraceSearchMetadata;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.HexFormat;
import java.util.List;

/** Found traces as messages: what {@link SearchWriter} writes as JSON. Not thread-safe. */
final class SearchMessages {
    private static final long UNSIGNED_INT_MAX = 0xFFFF_FFFFL;
    private static final HexFormat HEX = HexFormat.of();

    private final SearchPlan plan;

    SearchMessages(SearchPlan plan) {
        this.plan = plan;
    }

    TraceSearchMetadata trace(SearchTraces.Found found) {
        TraceSummary trace = found.trace();
        TraceSummary.Root root = trace.root();
        TraceSearchMetadata.Builder message = TraceSearchMetadata.newBuilder()
                .setTraceId(TempoIds.text(trace.traceId()))
                .setRootServiceName(root == null ? SearchWriter.NO_ROOT : root.service())
                .setStartTimeUnixNano(trace.startNanos())
                .setDurationMs(number(SearchWriter.millis(trace)));
        if (root != null) {
            message.setRootTraceName(root.name());
        }
        for (SpanSetMatch set : found.spans()) {
            message.addSpanSets(set(set));
        }
        if (message.getSpanSetsCount() > 0) {
            message.setSpanSet(message.getSpanSets(0));
        }
        for (TraceSummary.ServiceCount service : trace.services()) {
            message.putServiceStats(
                    service.service(),
                    ServiceStats.newBuilder()
                            .setSpanCount(number(service.spans()))
                            .setErrorCount(number(service.errors()))
                            .build());
        }
        return message.build();
    }

    /** An unsigned number of 32 bits; a larger one is the largest. */
    private static int number(long value) {
        return (int) (Long.compareUnsigned(value, UNSIGNED_INT_MAX) > 0 ? UNSIGNED_INT_MAX : value);
    }

    private SpanSet set(SpanSetMatch set) {
        SpanSet.Builder message = SpanSet.newBuilder().setMatched(number(set.matched()));
        set.spans().forEach(span -> message.addSpans(span(span)));
        SearchWriter.results(plan, set)
                .forEach((name, value) -> message.addAttributes(AnyValues.message(name, List.of(value))));
        return message.build();
    }

    private Span span(SpanSetMatch.Span span) {
        Span.Builder message = Span.newBuilder()
                .setSpanId(HEX.toHexDigits(span.spanId()))
                .setStartTimeUnixNano(span.startNanos())
                .setDurationNanos(span.durationNanos());
        if (SearchWriter.named(plan)) {
            message.setName(span.name());
        }
        for (int i = 0; i < plan.listed().size(); i++) {
            FieldExpression listed = plan.listed().get(i);
            List<Literal> values = SearchWriter.shown(listed, span.values().get(i));
            if (!values.isEmpty()) {
                message.addAttributes(AnyValues.message(SearchPlan.label(listed), values));
            }
        }
        return message.build();
    }
}
