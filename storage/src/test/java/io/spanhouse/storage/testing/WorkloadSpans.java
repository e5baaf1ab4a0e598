package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Batches whose traces are hard to list right: few distinct values so that conditions meet some spans and not others,
 * traces split over many batches, roots that come late, starts that move back, equal starts, starts that are not given,
 * retries of earlier spans, other spans under an id that was used. The same seed gives the same batches. Not thread-safe.
 */
public final class WorkloadSpans {
    private static final String[] SERVICES = {"", "cart", "frontend", "payment"};
    private static final String[] NAMES = {"GET /", "add", "pay", "SELECT"};
    private static final String[] TEXTS = {"", "a", "gold", "silver", "\u00e9t\u00e9"};
    private static final long EPOCH_NANOS = 1_790_000_000_000_000_000L;
    private static final int TRACES_OPEN_MAX = 40;
    private static final int BATCHES_KEPT = 12;

    private final SplittableRandom random;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final List<long[]> openTraces = new ArrayList<>();
    private final List<SpanBatch> sent = new ArrayList<>();
    private final ValueWriter writer = new ValueWriter();
    private long step;

    public WorkloadSpans(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next batch, of at least one span. */
    public SpanBatch next(int spansMax) {
        step++;
        if (!sent.isEmpty() && random.nextInt(8) == 0) {
            return retry();
        }
        int resources = 1 + random.nextInt(3);
        int[] resource = new int[resources];
        for (int i = 0; i < resources; i++) {
            resource[i] = resource();
        }
        int scope = scope();
        for (int i = 1 + random.nextInt(spansMax); i > 0; i--) {
            span(resource[random.nextInt(resources)], scope);
        }
        SpanBatch batch = builder.build();
        sent.add(batch);
        if (sent.size() > BATCHES_KEPT) {
            sent.remove(random.nextInt(sent.size()));
        }
        return batch;
    }

    /** Pieces of spans that the oracle has once, and of some that nobody has. */
    SpanBatch pieces(OracleStore oracle, int piecesMax) {
        List<PlainSpan> all = oracle.spans();
        int[] resources = {resource(), resource()};
        int scope = scope();
        for (int i = 1 + random.nextInt(piecesMax); i > 0; i--) {
            PlainSpan span = all.get(random.nextInt(all.size()));
            if (oracle.isOnly(span)) {
                builder.startSpan().resource(resources[random.nextInt(2)]).scope(scope);
                builder.traceId(span.traceId().high(), span.traceId().low());
                builder.spanId(random.nextInt(8) == 0 ? 1_000 + random.nextInt(1_000) : span.spanId());
                builder.mark(SpanMark.REPLACES);
                piece(span);
                builder.endSpan();
            }
        }
        return builder.build();
    }

    /** Pieces of halves of calls, of few traces and ids, so that they meet each other and spans of other kinds. */
    SpanBatch halves(OracleStore oracle, int piecesMax) {
        List<TraceId> traces = oracle.traceIds();
        int[] resources = {noResource(), service("web"), service("Web"), service("api"), resource()};
        int scope = scope();
        for (int i = 1 + random.nextInt(piecesMax); i > 0; i--) {
            TraceId trace = traces.get(Math.max(0, traces.size() - 1 - random.nextInt(8)));
            builder.startSpan()
                    .resource(resources[random.nextInt(resources.length)])
                    .scope(scope)
                    .traceId(trace.high(), trace.low())
                    .spanId(1 + random.nextInt(6))
                    .kind(random.nextInt(3) == 0 ? 0 : 2 + random.nextInt(2))
                    .mark(SpanMark.REPLACES)
                    .mark(SpanMark.HALF);
            half();
            builder.endSpan();
        }
        SpanBatch batch = builder.build();
        sent.add(batch);
        return batch;
    }

    private void half() {
        long start = EPOCH_NANOS + random.nextInt(2_000) * 1_000_000L;
        long length = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(5_000_000);
        builder.startNanos(start).endNanos(start + length);
        if (random.nextInt(3) == 0) {
            builder.parentSpanId(1 + random.nextInt(6));
        }
        if (random.nextBoolean()) {
            builder.name(builder.string(NAMES[random.nextInt(NAMES.length)]));
        }
        if (random.nextInt(4) == 0) {
            builder.status(2, builder.string(TEXTS[random.nextInt(TEXTS.length)]));
        }
        mark("otel.zipkin.absentField.startTime", random.nextInt(3) == 0);
        mark("otel.zipkin.absentField.duration", length == 0);
        mark("zipkin.shared", random.nextInt(3) == 0);
        if (random.nextInt(5) == 0) {
            builder.attribute(text("net.host.ip", "10.0.0." + random.nextInt(2)));
        }
        if (random.nextBoolean()) {
            attributes();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            event(start);
        }
    }

    private void mark(String key, boolean set) {
        if (set) {
            builder.attribute(builder.pair(builder.string(key), ValueType.BOOL, new byte[] {1}, 0, 1));
        }
    }

    private int noResource() {
        return builder.resource(true, 0, 0, 0);
    }

    private int service(String name) {
        builder.resourceAttribute(text("service.name", name));
        return builder.resource(true, 0, 0, 0);
    }

    private void piece(PlainSpan span) {
        if (random.nextBoolean()) {
            builder.mark(SpanMark.RESOURCE_ASSUMED);
        }
        if (random.nextInt(4) == 0) {
            builder.parentSpanId(1 + random.nextInt(30));
        }
        if (random.nextInt(3) == 0) {
            builder.startNanos(span.start() + (random.nextInt(40) - 20) * 1_000_000L);
        }
        if (random.nextInt(3) == 0) {
            builder.endNanos(span.end() + (random.nextInt(40) - 20) * 1_000_000L);
        }
        if (random.nextInt(3) == 0) {
            builder.name(builder.string(NAMES[random.nextInt(NAMES.length)]));
        }
        builder.kind(random.nextInt(3));
        if (random.nextInt(4) == 0) {
            builder.status(random.nextInt(3), builder.string(TEXTS[random.nextInt(TEXTS.length)]));
        }
        if (random.nextInt(3) == 0) {
            attributes();
        }
        if (random.nextInt(8) == 0) {
            event(span.start());
        }
    }

    /** Some spans of an earlier batch again, as a client sends them whose answer was lost. */
    private SpanBatch retry() {
        SpanBatch earlier = sent.get(random.nextInt(sent.size()));
        SpanCopier copier = new SpanCopier(earlier, builder);
        for (int row = 0; row < earlier.rowCount(); row++) {
            if (random.nextInt(3) != 0) {
                copier.copy(row);
            }
        }
        return builder.build();
    }

    private int resource() {
        int service = random.nextInt(SERVICES.length + 1);
        if (service < SERVICES.length) {
            builder.resourceAttribute(text("service.name", SERVICES[service]));
        }
        if (random.nextBoolean()) {
            builder.resourceAttribute(text("service.namespace", "shop"));
        }
        if (random.nextInt(3) == 0) {
            builder.resourceAttribute(integer("host.cpus", random.nextInt(3)));
        }
        return builder.resource(random.nextInt(9) != 0, 0, 0, 0);
    }

    private int scope() {
        boolean present = random.nextInt(3) != 0;
        if (present && random.nextBoolean()) {
            builder.scopeAttribute(text("library", TEXTS[random.nextInt(TEXTS.length)]));
        }
        return builder.scope(new ScopeColumns.Fields(
                present,
                present ? builder.string("http") : 0,
                present ? builder.string("1." + random.nextInt(2)) : 0,
                0,
                0));
    }

    private void span(int resource, int scope) {
        if (openTraces.isEmpty() || random.nextInt(3) == 0 && openTraces.size() < TRACES_OPEN_MAX) {
            openTraces.add(new long[] {random.nextInt(3), random.nextLong() | 1, startOfTrace()});
        }
        int index = random.nextInt(openTraces.size());
        long[] trace = openTraces.get(index);
        if (openTraces.size() == TRACES_OPEN_MAX && random.nextInt(4) == 0) {
            openTraces.remove(index);
        }
        long start = random.nextInt(25) == 0 ? 0 : trace[2] + (random.nextInt(12) - 2) * 1_000_000L;
        long end = random.nextInt(12) == 0 ? start - 5 : start + random.nextInt(6) * 700_000L;
        // Few ids, so that the same one comes again with other content.
        long parent = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(30);
        builder.startSpan().resource(resource).scope(scope).traceId(trace[0], trace[1]);
        builder.spanId(1 + random.nextInt(200))
                .parentSpanId(parent)
                .startNanos(start)
                .endNanos(end);
        builder.name(builder.string(NAMES[random.nextInt(NAMES.length)])).kind(random.nextInt(4));
        if (random.nextInt(3) == 0) {
            builder.status(random.nextInt(3), builder.string(TEXTS[random.nextInt(TEXTS.length)]));
        }
        builder.traceState(random.nextInt(6) == 0 ? builder.string("vendor=1") : 0);
        builder.flags(random.nextInt(10) == 0 ? -1 : random.nextInt(2));
        attributes();
        if (random.nextInt(5) == 0) {
            event(start);
        }
        if (random.nextInt(5) == 0) {
            link();
        }
        builder.endSpan();
    }

    /** Mostly near each other and on round moments, so that starts are equal; some far away. */
    private long startOfTrace() {
        int choice = random.nextInt(20);
        if (choice == 0) {
            return 10_000_000L;
        }
        if (choice == 1) {
            return Long.MIN_VALUE + 10_000_000L;
        }
        return EPOCH_NANOS + (step + random.nextInt(6)) * 3_000_000L;
    }

    private void attributes() {
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            builder.attribute(pair());
        }
    }

    private int pair() {
        int choice = random.nextInt(7);
        switch (choice) {
            case 0:
                return text("tier", TEXTS[random.nextInt(TEXTS.length)]);
            case 1:
                return integer("items", random.nextInt(5) - 1);
            case 2:
                byte[] number = new byte[ValueBytes.NUMBER_BYTES];
                ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(random.nextInt(8) / 2.0 - 1));
                return builder.pair(builder.string("items"), ValueType.DOUBLE, number, 0, number.length);
            case 3:
                return builder.pair(
                        builder.string("flag"), ValueType.BOOL, new byte[] {(byte) random.nextInt(2)}, 0, 1);
            case 4:
                byte[] array = array();
                return builder.pair(builder.string("tier"), ValueType.ARRAY, array, 0, array.length);
            case 5:
                return text("unique", Long.toHexString(random.nextLong(1 << 12)));
            default:
                byte[] bytes = {(byte) random.nextInt(3), 7};
                return builder.pair(builder.string("blob"), ValueType.BYTES, bytes, 0, bytes.length);
        }
    }

    private byte[] array() {
        writer.reset();
        for (int i = random.nextInt(3); i > 0; i--) {
            if (random.nextBoolean()) {
                byte[] text = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
                writer.bytes(ValueType.STRING, text, 0, text.length);
            } else {
                writer.integer(random.nextInt(5));
            }
        }
        return Arrays.copyOf(writer.buffer(), writer.size());
    }

    private void event(long start) {
        builder.startEvent();
        builder.eventTimeNanos(start);
        if (random.nextBoolean()) {
            builder.eventName(builder.string("exception"));
            builder.eventAttribute(text("exception.type", "Oops" + random.nextInt(2)));
            builder.eventAttribute(text("exception.message", "order " + random.nextInt(100) + " failed"));
        } else {
            builder.eventName(builder.string("retry"));
            builder.eventAttribute(integer("attempt", random.nextInt(3)));
        }
        builder.endEvent();
    }

    private void link() {
        builder.startLink();
        if (random.nextBoolean()) {
            builder.linkTraceId(random.nextInt(2), random.nextInt(3));
        }
        if (random.nextBoolean()) {
            builder.linkSpanId(random.nextInt(3));
        }
        builder.linkAttribute(text("why", TEXTS[random.nextInt(TEXTS.length)]));
        builder.endLink();
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
}
