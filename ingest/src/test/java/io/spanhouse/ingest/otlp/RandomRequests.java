package io.spanhouse.ingest.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random requests with every field and every kind of value. Same seed, same requests. */
public final class RandomRequests {
    private static final String[] TEXTS = {
        "",
        "a",
        "GET /cart",
        "http.method",
        "service.name",
        "änderung",
        "日本語のスパン名",
        "🎉🎊",
        "x".repeat(300),
        "\u0000\u001b[0m\u202e"
    };

    private final Random random;
    private final boolean badIds;

    /** @param badIds whether some ids are of a wrong length or zero */
    public RandomRequests(long seed, boolean badIds) {
        this.random = new Random(seed);
        this.badIds = badIds;
    }

    public ExportTraceServiceRequest next() {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            ResourceSpans.Builder resource = ResourceSpans.newBuilder().setSchemaUrl(text());
            if (random.nextInt(8) != 0) {
                resource.setResource(resource());
            }
            for (int j = random.nextInt(4); j > 0; j--) {
                resource.addScopeSpans(scopeSpans());
            }
            request.addResourceSpans(resource);
        }
        return request.build();
    }

    private Resource.Builder resource() {
        Resource.Builder resource = Resource.newBuilder().addAllAttributes(attributes());
        resource.setDroppedAttributesCount(count());
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            resource.addEntityRefs(EntityRef.newBuilder()
                    .setSchemaUrl(text())
                    .setType(text())
                    .addIdKeys(text())
                    .addIdKeys(text())
                    .addDescriptionKeys(text()));
        }
        return resource;
    }

    private ScopeSpans.Builder scopeSpans() {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder().setSchemaUrl(text());
        if (random.nextInt(8) != 0) {
            spans.setScope(InstrumentationScope.newBuilder()
                    .setName(text())
                    .setVersion(text())
                    .addAllAttributes(attributes())
                    .setDroppedAttributesCount(count()));
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            spans.addSpans(span());
        }
        return spans;
    }

    private Span.Builder span() {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setTraceState(text())
                .setName(text())
                .setKindValue(random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(6))
                .setStartTimeUnixNano(time())
                .setEndTimeUnixNano(time())
                .addAllAttributes(attributes())
                .setDroppedAttributesCount(count())
                .setDroppedEventsCount(count())
                .setDroppedLinksCount(count())
                .setFlags(random.nextInt(3) == 0 ? random.nextInt() : 0);
        if (random.nextBoolean()) {
            span.setParentSpanId(id(8));
        }
        if (random.nextBoolean()) {
            span.setStatus(Status.newBuilder()
                    .setMessage(text())
                    .setCodeValue(random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(3)));
        }
        for (int i = random.nextInt(5) - 1; i > 0; i--) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(time())
                    .setName(text())
                    .addAllAttributes(attributes())
                    .setDroppedAttributesCount(count()));
        }
        for (int i = random.nextInt(5) - 2; i > 0; i--) {
            span.addLinks(link());
        }
        return span;
    }

    private Span.Link.Builder link() {
        Span.Link.Builder link = Span.Link.newBuilder()
                .setTraceState(text())
                .addAllAttributes(attributes())
                .setDroppedAttributesCount(count())
                .setFlags(random.nextInt());
        if (random.nextInt(4) != 0) {
            link.setTraceId(random.nextInt(4) == 0 ? ByteString.copyFrom(new byte[16]) : id(16));
        }
        if (random.nextInt(4) != 0) {
            link.setSpanId(random.nextInt(4) == 0 ? ByteString.copyFrom(new byte[8]) : id(8));
        }
        return link;
    }

    private List<KeyValue> attributes() {
        List<KeyValue> attributes = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            attributes.add(pair(0));
        }
        return attributes;
    }

    private KeyValue pair(int depth) {
        KeyValue.Builder pair = KeyValue.newBuilder().setKey(text());
        if (random.nextInt(12) != 0) {
            pair.setValue(value(depth));
        }
        if (random.nextInt(50) == 0) {
            pair.setKeyStrindex(random.nextInt(100));
        }
        return pair.build();
    }

    AnyValue value(int depth) {
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (random.nextInt(depth < 5 ? 9 : 6)) {
            case 0:
                return value.setStringValue(text()).build();
            case 1:
                return value.setBoolValue(random.nextBoolean()).build();
            case 2:
                return value.setIntValue(random.nextLong() >> random.nextInt(64))
                        .build();
            case 3:
                return value.setDoubleValue(random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian())
                        .build();
            case 4:
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                return value.setBytesValue(ByteString.copyFrom(bytes)).build();
            case 5:
                return random.nextInt(6) == 0
                        ? value.setStringValueStrindex(random.nextInt(10)).build()
                        : value.build();
            case 6:
            case 7:
                ArrayValue.Builder array = ArrayValue.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.addValues(value(depth + 1));
                }
                return value.setArrayValue(array).build();
            default:
                KeyValueList.Builder list = KeyValueList.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.addValues(pair(depth + 1));
                }
                return value.setKvlistValue(list).build();
        }
    }

    private ByteString id(int length) {
        byte[] id = new byte[badIds && random.nextInt(20) == 0 ? random.nextInt(20) : length];
        if (!badIds || random.nextInt(20) != 0) {
            random.nextBytes(id);
        }
        return ByteString.copyFrom(id);
    }

    private String text() {
        return random.nextInt(3) == 0 ? "text " + random.nextInt(1000) : TEXTS[random.nextInt(TEXTS.length)];
    }

    private int count() {
        return random.nextInt(3) == 0 ? random.nextInt() : 0;
    }

    private long time() {
        switch (random.nextInt(6)) {
            case 0:
                return 0;
            case 1:
                return random.nextLong();
            default:
                return 1_700_000_000_000_000_000L + random.nextInt(1_000_000_000);
        }
    }
}
