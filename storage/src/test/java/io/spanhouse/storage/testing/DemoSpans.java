package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Spans as a shop of some services sends them: about ten attributes a span, four spans a trace, one attribute in ten
 * unlike any other. For figures of size and speed; the same seed gives the same batches. Not thread-safe.
 */
public final class DemoSpans {
    private static final String[] SERVICES = {
        "frontend", "cart", "checkout", "currency", "email", "payment", "product-catalog", "recommendation", "shipping"
    };
    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
    private static final int ROUTES = 40;
    private static final int SPANS_OF_TRACE = 4;
    private static final int SPANS_OF_RESOURCE = 64;

    private final SplittableRandom random;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];
    private long nowNanos = 1_790_000_000_000_000_000L;

    public DemoSpans(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A batch of so many spans; later batches are later in time. */
    public SpanBatch batch(int spans) {
        int resource = 0;
        int scope = 0;
        long high = 0;
        long low = 0;
        long parent = 0;
        for (int i = 0; i < spans; i++) {
            if (i % SPANS_OF_RESOURCE == 0) {
                resource = resource(SERVICES[random.nextInt(SERVICES.length)]);
                scope = builder.scope(new ScopeColumns.Fields(
                        true, builder.string("io.opentelemetry.http"), builder.string("2.20.1"), 0, 0));
            }
            if (i % SPANS_OF_TRACE == 0) {
                high = random.nextLong();
                low = random.nextLong();
                parent = 0;
                nowNanos += random.nextInt(80_000);
            }
            long id = random.nextLong() | 1;
            builder.startSpan()
                    .resource(resource)
                    .scope(scope)
                    .traceId(high, low)
                    .spanId(id)
                    .parentSpanId(parent);
            span();
            parent = id;
        }
        return builder.build();
    }

    private int resource(String service) {
        builder.resourceAttribute(pair("service.name", service));
        builder.resourceAttribute(pair("service.namespace", "shop"));
        builder.resourceAttribute(pair("service.instance.id", service + "-7d9f8b6c5-x2x4q"));
        builder.resourceAttribute(pair("telemetry.sdk.language", "java"));
        builder.resourceAttribute(pair("k8s.pod.name", service + "-7d9f8b6c5-x2x4q"));
        builder.resourceAttribute(pair("host.name", "node-" + service.length()));
        return builder.resource(true, 0, builder.string("https://opentelemetry.io/schemas/1.37.0"), 0);
    }

    private void span() {
        int route = random.nextInt(ROUTES);
        String method = METHODS[route % METHODS.length];
        boolean failed = random.nextInt(100) == 0;
        long start = nowNanos + random.nextInt(20_000_000);
        long duration = 50_000L + (long) (1_000_000 * -Math.log(random.nextDouble() + 1e-9));
        builder.name(builder.string(method + " /api/v1/resource" + route + "/{id}"));
        builder.kind(1 + random.nextInt(3)).flags(0x101).startNanos(start).endNanos(start + duration);
        builder.status(failed ? 2 : 0, failed ? builder.string("upstream failed") : 0);
        attribute("http.request.method", method);
        attribute("http.route", "/api/v1/resource" + route + "/{id}");
        attribute("url.full", "https://shop.example/api/v1/resource" + route + "/" + random.nextInt(1_000_000));
        attribute("http.response.status_code", failed ? 500 : 200);
        attribute("server.address", "10.0.0." + random.nextInt(30));
        attribute("server.port", 8080);
        attribute("network.protocol.version", "1.1");
        attribute("user.tier", random.nextInt(3) == 0 ? "gold" : "silver");
        attribute("thread.id", 20 + random.nextInt(32));
        attribute("app.order.items", random.nextInt(12));
        if (failed) {
            builder.startEvent();
            builder.eventName(builder.string("exception"));
            builder.eventTimeNanos(start + duration);
            builder.eventAttribute(pair("exception.type", "java.io.IOException"));
            builder.eventAttribute(pair("exception.message", "connection reset by peer"));
            builder.endEvent();
        }
        builder.endSpan();
    }

    private void attribute(String key, String value) {
        builder.attribute(pair(key, value));
    }

    private void attribute(String key, long value) {
        ValueBytes.putInt(number, 0, value);
        builder.attribute(builder.pair(builder.string(key), ValueType.INT, number, 0, number.length));
    }

    private int pair(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }
}
