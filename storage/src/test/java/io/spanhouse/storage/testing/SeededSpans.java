package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Random batches of valid spans, anything that the model allows and more often the odd than the ordinary: every type of
 * value at several depths, empty and repeated keys, unknown enum numbers, times over the whole unsigned range, ends before
 * starts, links without ids, absent resources and scopes, every mark. Traces have some spans each, in one or several
 * batches, with parents that may be elsewhere. For load that looks like a real system's see {@link DemoSpans}.
 *
 * <p>The same seed gives the same batches, so a failing test prints its seed. Not thread-safe.
 */
public final class SeededSpans {
    private static final long RECENT_NANOS = 1_790_000_000_000_000_000L;
    private static final int ALL_MARKS = (1 << SpanMark.values().length) - 1;

    private final SplittableRandom random;
    private final SeededValues values;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private long traceHigh;
    private long traceLow;
    private long lastSpanId;

    public SeededSpans(long seed) {
        random = new SplittableRandom(seed);
        values = new SeededValues(random);
        nextTrace();
    }

    /** A batch of a random number of spans up to a most. */
    public SpanBatch batchUpTo(int spansMax) {
        return batch(random.nextInt(spansMax + 1));
    }

    /** A batch of so many spans. */
    public SpanBatch batch(int spans) {
        int[] resources = new int[1 + random.nextInt(4)];
        for (int i = 0; i < resources.length; i++) {
            resources[i] = resource();
        }
        int[] scopes = new int[1 + random.nextInt(4)];
        for (int i = 0; i < scopes.length; i++) {
            scopes[i] = scope();
        }
        for (int i = 0; i < spans; i++) {
            if (random.nextInt(4) == 0) {
                nextTrace();
            }
            span(resources[random.nextInt(resources.length)], scopes[random.nextInt(scopes.length)]);
        }
        return builder.build();
    }

    private void nextTrace() {
        traceHigh = random.nextInt(8) == 0 ? 0 : random.nextLong();
        traceLow = random.nextLong() | 1;
        lastSpanId = 0;
    }

    private int resource() {
        boolean present = random.nextInt(6) != 0;
        if (present) {
            attributes(builder::resourceAttribute);
        }
        int schemaUrl = random.nextBoolean() ? 0 : builder.string("https://opentelemetry.io/schemas/1.37.0");
        return builder.resource(present, present ? count() : 0, schemaUrl, present ? entities() : 0);
    }

    private int entities() {
        if (random.nextInt(3) != 0) {
            return 0;
        }
        byte[] bytes = EntityReferences.encode(List.of(
                new EntityReferences.Reference("", "service", List.of("service.name"), List.of("", "service.version")),
                new EntityReferences.Reference("https://schema", "host", List.of(), List.of())));
        return builder.string(bytes, 0, bytes.length);
    }

    private int scope() {
        boolean present = random.nextInt(6) != 0;
        if (present) {
            attributes(builder::scopeAttribute);
        }
        return builder.scope(new ScopeColumns.Fields(
                present,
                present ? values.string(builder) : 0,
                present ? values.string(builder) : 0,
                present ? count() : 0,
                random.nextBoolean() ? 0 : values.string(builder)));
    }

    private void span(int resource, int scope) {
        long id = random.nextLong() | 1;
        builder.startSpan().resource(resource).scope(scope);
        builder.traceId(traceHigh, traceLow).spanId(id).parentSpanId(parent());
        long start = time();
        builder.startNanos(start).endNanos(random.nextInt(8) == 0 ? time() : start + random.nextLong(5_000_000_000L));
        builder.name(values.string(builder)).kind(random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(6));
        builder.traceState(random.nextInt(4) == 0 ? values.string(builder) : 0);
        builder.flags(random.nextBoolean() ? 0x101 : random.nextInt());
        builder.droppedAttributes(count()).droppedEvents(count()).droppedLinks(count());
        if (random.nextInt(3) == 0) {
            builder.status(random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(3), values.string(builder));
        }
        if (random.nextInt(4) == 0) {
            builder.marks(random.nextInt() & ALL_MARKS & ~SpanMark.REPLACES.bit() & ~SpanMark.HALF.bit());
        }
        attributes(builder::attribute);
        for (int i = few(); i > 0; i--) {
            event(start);
        }
        for (int i = few(); i > 0; i--) {
            link();
        }
        builder.endSpan();
        if (random.nextInt(4) == 0) {
            builder.tick(random.nextLong(1L << 40));
        }
        lastSpanId = id;
    }

    private void event(long start) {
        builder.startEvent();
        builder.eventTimeNanos(random.nextInt(8) == 0 ? time() : start + random.nextInt(1_000_000));
        builder.eventName(values.string(builder));
        builder.eventDroppedAttributes(count());
        attributes(builder::eventAttribute);
        builder.endEvent();
    }

    private void link() {
        builder.startLink();
        if (random.nextInt(4) != 0) {
            builder.linkTraceId(random.nextInt(4) == 0 ? 0 : random.nextLong(), random.nextLong());
        }
        if (random.nextInt(4) != 0) {
            builder.linkSpanId(random.nextInt(4) == 0 ? 0 : random.nextLong());
        }
        builder.linkTraceState(random.nextInt(3) == 0 ? values.string(builder) : 0);
        builder.linkFlags(random.nextBoolean() ? 0 : random.nextInt());
        builder.linkDroppedAttributes(count());
        attributes(builder::linkAttribute);
        builder.endLink();
    }

    private void attributes(IntConsumer target) {
        int pair = -1;
        for (int i = few(); i > 0; i--) {
            boolean repeat = pair >= 0 && random.nextInt(6) == 0;
            pair = repeat ? pair : values.pair(builder, values.string(builder));
            target.accept(pair);
        }
    }

    private long parent() {
        int choice = random.nextInt(4);
        return choice == 0 ? 0 : choice == 1 ? random.nextLong() : lastSpanId;
    }

    private long time() {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return 0;
        }
        return choice == 1 ? random.nextLong() : RECENT_NANOS + random.nextLong(60_000_000_000L);
    }

    private int count() {
        return random.nextInt(8) == 0 ? random.nextInt() : 0;
    }

    private int few() {
        int choice = random.nextInt(20);
        return choice == 0 ? random.nextInt(40) : choice < 8 ? 0 : random.nextInt(5);
    }
}
