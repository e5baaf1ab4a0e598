package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Json;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.CriticalPath;
import io.spanhouse.query.trace.SelfTimes;
import io.spanhouse.query.trace.TraceTree;
import io.spanhouse.query.trace.TraceTreeBuilder;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET traces/{traceId}/tree}: a trace as a tree, in columns, with its critical path, what services and operations had of
 * it, and what contradicts itself; as JSON or as {@link TreeColumns}. Of the spans only the outline is read. The whole trace is in memory while it is worked out, 200 bytes a span, so the number of
 * spans that are, of all requests together, is bounded.
 */
final class GetTree implements Endpoint {
    private static final int SPAN_ID_LENGTH = 16;

    private final TraceStore store;
    private final HeldSpans held;

    /** @param held what all trees that are worked out may have together */
    GetTree(TraceStore store, HeldSpans held) {
        this.store = store;
        this.held = held;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        boolean columns = columns(exchange.query("columns"));
        String pathOf = exchange.query("pathOf");
        String type = Accepted.choose(exchange.requestHeader("Accept"), Json.CONTENT_TYPE, TreeColumns.CONTENT_TYPE);
        try (TraceAnswer trace = TraceAnswer.outline(store, exchange, TraceIds.parse(exchange.parameter("traceId")))) {
            int spans = held.take(trace.summary().spans());
            try {
                TraceTree tree = read(trace, exchange);
                CriticalPath path = pathOf == null ? CriticalPath.of(tree) : CriticalPath.of(tree, place(tree, pathOf));
                long[] self = SelfTimes.of(tree);
                TreeJson json = new TreeJson(tree, path, self);
                exchange.completeness(trace.completeness());
                exchange.header("Vary", "Accept");
                if (type.equals(TreeColumns.CONTENT_TYPE)) {
                    String head = Json.text(out -> answer(trace, exchange, out, () -> {
                        json.write(false, out);
                        json.head(columns, out);
                    }));
                    try (OutputStream out = exchange.stream(type)) {
                        new TreeColumns(out).write(head, tree, path, self, columns);
                    }
                } else {
                    exchange.json(out -> answer(trace, exchange, out, () -> json.write(columns, out)));
                }
            } finally {
                held.give(spans);
            }
        }
    }

    private static void answer(TraceAnswer trace, Exchange exchange, JsonGenerator out, Runnable tree) {
        out.writeStartObject();
        out.writeName("summary");
        Answers.summary(trace.summary(), out);
        out.writeStringProperty("hiddenSpans", Long.toString(trace.hiddenSpans()));
        tree.run();
        Answers.coverage(trace.completeness(), exchange.control().statistics(), out);
        out.writeEndObject();
    }

    private static TraceTree read(TraceAnswer trace, Exchange exchange) {
        TraceTreeBuilder builder = new TraceTreeBuilder();
        TraceAnswer.Slices slices = trace.slices();
        for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
            exchange.control().check();
            builder.add(slice);
        }
        return builder.build();
    }

    private static boolean columns(@Nullable String text) {
        if (text == null || text.equals("true")) {
            return true;
        }
        if (text.equals("false")) {
            return false;
        }
        throw HttpFailure.badRequest("the parameter columns is '" + text + "', expected true or false");
    }

    private static int place(TraceTree tree, String text) {
        if (text.length() != SPAN_ID_LENGTH || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw HttpFailure.badId("the parameter pathOf is no span id, expected 16 hexadecimal digits");
        }
        long id = HexFormat.fromHexDigitsToLong(text);
        for (int place = 0; place < tree.size(); place++) {
            if (tree.id(place) == id) {
                return place;
            }
        }
        throw HttpFailure.notFound("the trace has no span " + text);
    }
}
