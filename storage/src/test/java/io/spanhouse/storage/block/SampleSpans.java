package io.spanhouse.storage.block;

import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A few spans with some of everything, the same for ever: what the stored samples and the golden dump are made of. */
final class SampleSpans {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final int LARGE = 17_000;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];

    private SampleSpans() {}

    /** Those of the sample of a version of the format: of the first too few for anything to go together. */
    static SpanBatch batch(int version) {
        return new SampleSpans().build(version == 1 ? 3 : 30);
    }

    private SpanBatch build(int traces) {
        builder.resourceAttribute(text("service.name", "cart"));
        builder.resourceAttribute(text("host.name", "h1"));
        byte[] entities = EntityReferences.encode(
                List.of(new EntityReferences.Reference("", "service", List.of("service.name"), List.of())));
        int cart = builder.resource(
                true, 1, builder.string("https://schema/1"), builder.string(entities, 0, entities.length));
        int nothing = builder.resource(false, 0, 0, 0);
        int scope = builder.scope(
                new ScopeColumns.Fields(true, builder.string("lib"), builder.string("1.0"), 0, builder.string("s")));
        for (int trace = 0; trace < traces; trace++) {
            for (int span = 0; span < 4; span++) {
                span(trace, span, span == 3 ? nothing : cart, scope);
            }
        }
        return builder.build();
    }

    private void span(int trace, int span, int resource, int scope) {
        long start = START + trace * 1_000_000_000L + span * 1_000L;
        builder.startSpan().resource(resource).scope(scope).traceId(0xA0 + trace, 0xB0 + trace);
        builder.spanId(trace * 16 + span + 1).parentSpanId(span == 0 ? 0 : span == 3 ? 0xFFFF : trace * 16 + 1L);
        builder.name(builder.string(span == 0 ? "GET /cart" : "query")).kind(span == 0 ? 2 : 3);
        builder.startNanos(span == 2 && trace == 1 ? 0 : start).endNanos(start + 500 - span * 200L);
        builder.status(span == 2 ? 2 : 0, span == 2 ? builder.string("deadlock") : 0)
                .flags(0x101);
        builder.attribute(text("http.method", "GET"));
        builder.attribute(text("http.method", "POST"));
        builder.attribute(integer("items", trace * 7 + span));
        if (span == 1) {
            everyType();
        }
        if (trace == 2 && span == 2) {
            builder.attribute(text("prompt", "once upon a time ".repeat(LARGE / 17 + 1)));
            builder.droppedAttributes(3);
            builder.traceState(builder.string("k=v"));
        }
        if (span == 2) {
            builder.startEvent();
            builder.eventTimeNanos(start + 100);
            builder.eventName(builder.string("exception"));
            builder.eventAttribute(text("exception.type", "Deadlock"));
            builder.endEvent();
            builder.startLink();
            builder.linkTraceId(1, 2);
            builder.linkSpanId(3);
            builder.linkAttribute(text("why", "retry"));
            builder.endLink();
        }
        builder.endSpan();
        builder.tick(100 + trace);
    }

    private void everyType() {
        int key = builder.string("any");
        builder.attribute(builder.pair(key, ValueType.ABSENT, number, 0, 0));
        builder.attribute(builder.pair(key, ValueType.EMPTY, number, 0, 0));
        builder.attribute(builder.pair(key, ValueType.BOOL, new byte[] {1}, 0, 1));
        ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(-1.5));
        builder.attribute(builder.pair(key, ValueType.DOUBLE, number, 0, number.length));
        builder.attribute(builder.pair(key, ValueType.BYTES, new byte[] {0, (byte) 0xFF}, 0, 2));
        ValueWriter list = new ValueWriter();
        list.bool(true);
        list.integer(-1);
        builder.attribute(builder.pair(key, ValueType.ARRAY, list.buffer(), 0, list.size()));
        list.reset();
        byte[] inner = "inner".getBytes(StandardCharsets.UTF_8);
        list.key(inner, 0, inner.length);
        list.nothing(ValueType.EMPTY);
        builder.attribute(builder.pair(key, ValueType.KVLIST, list.buffer(), 0, list.size()));
    }

    private int text(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private int integer(String key, long value) {
        ValueBytes.putInt(number, 0, value);
        return builder.pair(builder.string(key), ValueType.INT, number, 0, number.length);
    }
}
