package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One small trace whose spans differ in all that filters can ask:
 *
 * <pre>
 * root    id 1, service front, 10 ms: foo "a", n 5, d 2.5, flag true, tags ["x","y"], nums [1,2];
 *         events retry (attempt 1) after 1 ms, exception (attempt 2) after 2 ms
 *   mid     id 2, service cart, 5 ms: foo "b", n 7, m 7, flag false, tags ["z"]; event retry after 3 ms
 *     leaf1   id 3, service db, 1 ms: blob 01 02
 *     leaf2   id 4, service db, 2 ms: empty (no value); link to span 9
 * orphan  id 5, parent 99, no service, 2 ms
 * </pre>
 *
 * <p>Resources of db and of none have foo "res". Starts are 0, 1, 2, 3 and 4 ms after the trace's.
 */
public final class ShopTrace {
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final long MILLIS = 1_000_000L;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final ValueWriter writer = new ValueWriter();
    private int resource;
    private int scope;

    private ShopTrace() {}

    /** All spans. */
    public static SpanBatch all() {
        ShopTrace trace = new ShopTrace();
        trace.root();
        trace.mid();
        trace.leaf1();
        trace.leaf2();
        trace.orphan();
        return trace.builder.build();
    }

    /** The spans that come first: mid and leaf2. */
    public static SpanBatch older() {
        ShopTrace trace = new ShopTrace();
        trace.mid();
        trace.leaf2();
        return trace.builder.build();
    }

    /** The others. */
    public static SpanBatch newer() {
        ShopTrace trace = new ShopTrace();
        trace.root();
        trace.leaf1();
        trace.orphan();
        return trace.builder.build();
    }

    private void service(String name, boolean withFoo) {
        if (!name.isEmpty()) {
            builder.resourceAttribute(text("service.name", name));
        }
        if (withFoo) {
            builder.resourceAttribute(text("foo", "res"));
        }
        resource = builder.resource(true, 0, 0, 0);
        scope = builder.scope(new ScopeColumns.Fields(true, builder.string("http"), builder.string("1.0"), 0, 0));
    }

    private void start(long id, long parent, String name, long startMillis, long durationMillis) {
        long start = START_NANOS + startMillis * MILLIS;
        builder.startSpan().resource(resource).scope(scope).traceId(7, 7);
        builder.spanId(id).parentSpanId(parent).startNanos(start).endNanos(start + durationMillis * MILLIS);
        builder.name(builder.string(name)).kind(1);
    }

    private void root() {
        service("front", false);
        start(1, 0, "root", 0, 10);
        builder.attribute(text("foo", "a"));
        builder.attribute(integer("n", 5));
        builder.attribute(decimal("d", 2.5));
        builder.attribute(truth("flag", true));
        writer.reset();
        element("x");
        element("y");
        builder.attribute(array("tags"));
        writer.reset();
        writer.integer(1);
        writer.integer(2);
        builder.attribute(array("nums"));
        event("retry", 1, 1);
        event("exception", 2, 2);
        builder.endSpan();
    }

    private void mid() {
        service("cart", false);
        start(2, 1, "mid", 1, 5);
        builder.attribute(text("foo", "b"));
        builder.attribute(integer("n", 7));
        builder.attribute(integer("m", 7));
        builder.attribute(truth("flag", false));
        writer.reset();
        element("z");
        builder.attribute(array("tags"));
        event("retry", 4, -1);
        builder.endSpan();
    }

    private void leaf1() {
        service("db", true);
        start(3, 2, "leaf1", 2, 1);
        builder.attribute(builder.pair(builder.string("blob"), ValueType.BYTES, new byte[] {1, 2}, 0, 2));
        builder.endSpan();
    }

    private void leaf2() {
        service("db", true);
        start(4, 2, "leaf2", 3, 2);
        builder.attribute(builder.pair(builder.string("empty"), ValueType.EMPTY, new byte[0], 0, 0));
        builder.startLink();
        builder.linkTraceId(1, 1);
        builder.linkSpanId(9);
        builder.endLink();
        builder.endSpan();
    }

    private void orphan() {
        service("", true);
        start(5, 99, "orphan", 4, 2);
        builder.endSpan();
    }

    private void event(String name, long millis, long attempt) {
        builder.startEvent();
        builder.eventTimeNanos(START_NANOS + millis * MILLIS);
        builder.eventName(builder.string(name));
        if (attempt >= 0) {
            builder.eventAttribute(integer("attempt", attempt));
        }
        builder.endEvent();
    }

    private void element(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.bytes(ValueType.STRING, bytes, 0, bytes.length);
    }

    private int array(String key) {
        byte[] bytes = Arrays.copyOf(writer.buffer(), writer.size());
        return builder.pair(builder.string(key), ValueType.ARRAY, bytes, 0, bytes.length);
    }

    private int text(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private int integer(String key, long value) {
        byte[] number = new byte[ValueBytes.NUMBER_BYTES];
        ValueBytes.putInt(number, 0, value);
        return builder.pair(builder.string(key), ValueType.INT, number, 0, number.length);
    }

    private int decimal(String key, double value) {
        byte[] number = new byte[ValueBytes.NUMBER_BYTES];
        ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(value));
        return builder.pair(builder.string(key), ValueType.DOUBLE, number, 0, number.length);
    }

    private int truth(String key, boolean value) {
        return builder.pair(builder.string(key), ValueType.BOOL, new byte[] {(byte) (value ? 1 : 0)}, 0, 1);
    }
}
