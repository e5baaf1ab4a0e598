package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.ValueBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only protobuf bytes can do to a span: ill-formed texts, endless nesting, every bit of a number. */
class WireRulesTest {
    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, Requests.CLOCK);

    @ParameterizedTest
    @CsvSource({
        "61ff62, a\uFFFDb",
        "c3, \uFFFD",
        "c0af, \uFFFD\uFFFD",
        "e0809f, \uFFFD\uFFFD\uFFFD",
        "e282, \uFFFD",
        "e28261, \uFFFDa",
        "eda080, \uFFFD\uFFFD\uFFFD",
        "f0908d, \uFFFD",
        "f4908080, \uFFFD\uFFFD\uFFFD\uFFFD",
        "f09f8e89, \uD83C\uDF89",
        "6162636465666768ff, abcdefgh\uFFFD",
        "6162636465666768c3a9, abcdefghé",
    })
    void illFormedTextIsRepaired(String hex, String repaired) throws Exception {
        byte[] text = HexFormat.of().parseHex(hex);
        byte[] key =
                Requests.field(9, Requests.field(1, text), Requests.field(2, Requests.field(1, Requests.ascii("v"))));
        byte[] value =
                Requests.field(9, Requests.field(1, Requests.ascii("k")), Requests.field(2, Requests.field(1, text)));
        byte[] nested =
                Requests.field(9, Requests.field(2, Requests.field(5, Requests.field(1, Requests.field(1, text)))));
        byte[] event = Requests.field(11, Requests.field(2, text));
        byte[] status = Requests.field(15, Requests.field(2, text));
        byte[] request = Requests.withSpanBytes(
                Requests.field(5, text), Requests.field(3, text), key, value, nested, event, status);
        WalkResult result = walker.walk(request, 0, request.length);
        Span span = RowsToOtlp.convert(result.batch()).get(0).span();
        assertThat(span.getName()).isEqualTo(repaired);
        assertThat(span.getTraceState()).isEqualTo(repaired);
        assertThat(span.getAttributes(0).getKey()).isEqualTo(repaired);
        assertThat(span.getAttributes(1).getValue().getStringValue()).isEqualTo(repaired);
        assertThat(span.getAttributes(2).getValue().getArrayValue().getValues(0).getStringValue())
                .isEqualTo(repaired);
        assertThat(span.getEvents(0).getName()).isEqualTo(repaired);
        assertThat(span.getStatus().getMessage()).isEqualTo(repaired);
        boolean bad = repaired.contains("\uFFFD");
        assertThat(result.repaired(SpanRepair.UTF8)).isEqualTo(bad ? 1 : 0);
        assertThat(SpanMark.UTF8_REPAIRED.in(result.batch().marks(0))).isEqualTo(bad);
    }

    @Test
    void everySpanWithTheSameBadAttributeIsMarked() throws Exception {
        byte[] bad = Requests.field(9, Requests.field(1, new byte[] {(byte) 0xFF}));
        byte[] one = Requests.withSpanBytes(bad);
        byte[] good = Requests.request(Requests.span(2)).toByteArray();
        byte[] request = ByteBuffer.allocate(2 * one.length + good.length)
                .put(one)
                .put(good)
                .put(one)
                .array();
        WalkResult result = walker.walk(request, 0, request.length);
        assertThat(result.repaired(SpanRepair.UTF8)).isEqualTo(2);
        assertThat(result.batch().pairs().size()).isEqualTo(1);
        assertThat(SpanMark.UTF8_REPAIRED.in(result.batch().marks(1))).isFalse();
        assertThat(SpanMark.UTF8_REPAIRED.in(result.batch().marks(2))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 128})
    void nestingUpToTheLimitIsKept(int depth) throws Exception {
        byte[] value = Requests.nestedLists(depth);
        byte[] request = Requests.withSpanBytes(Requests.field(9, Requests.field(2, value)));
        WalkResult result = walker.walk(request, 0, request.length);
        assertThat(result.spansAltered()).isZero();
        AnyValue stored = RowsToOtlp.convert(result.batch())
                .get(0)
                .span()
                .getAttributes(0)
                .getValue();
        assertThat(stored.toByteArray()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 130, 1_000, 100_000})
    void deeperNestingBecomesEmpty(int depth) throws Exception {
        byte[] request = Requests.withSpanBytes(
                Requests.field(9, Requests.field(2, Requests.nestedLists(depth))),
                Requests.field(9, Requests.field(1, Requests.ascii("after"))));
        WalkResult result = walker.walk(request, 0, request.length);
        assertThat(result.repaired(SpanRepair.DEPTH)).isEqualTo(1);
        Span span = RowsToOtlp.convert(result.batch()).get(0).span();
        assertThat(span.getAttributes(1).getKey()).isEqualTo("after");
        AnyValue value = span.getAttributes(0).getValue();
        for (int level = 1; level < Limits.VALUE_DEPTH_CEILING + 1; level++) {
            assertThat(value.getArrayValue().getValuesCount()).isEqualTo(1);
            value = value.getArrayValue().getValues(0);
        }
        assertThat(value).isEqualTo(AnyValue.getDefaultInstance());
    }

    @Test
    void everyBitOfADoubleIsKept() throws Exception {
        long[] all = {0x7FF8000000000001L, 0xFFF0DEADBEEF0001L, 0x8000000000000000L, 1, Double.doubleToLongBits(-0.5)};
        for (long bits : all) {
            byte[] number = ByteBuffer.allocate(9)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0x21)
                    .putLong(bits)
                    .array();
            byte[] request = Requests.withSpanBytes(Requests.field(9, Requests.field(2, number)));
            SpanBatch batch = walker.walk(request, 0, request.length).batch();
            ByteSlice value = new ByteSlice();
            batch.pairs().value(batch.attribute(0), value);
            assertThat(ValueBytes.getDoubleBits(value.array, value.offset)).isEqualTo(bits);
        }
    }

    @Test
    void equalAttributesAndResourcesAreOneInTheBatch() throws Exception {
        ExportTraceServiceRequest one = Requests.request(
                Requests.span(1).addAttributes(Requests.pair("k", Requests.text("v"))),
                Requests.span(2).addAttributes(Requests.pair("k", Requests.text("v"))));
        ResourceSpans.Builder resource = one.getResourceSpans(0).toBuilder();
        resource.getResourceBuilder().addAttributes(Requests.pair("service.name", Requests.text("shop")));
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(resource)
                .addResourceSpans(resource)
                .addResourceSpans(resource.clone().setSchemaUrl("other"))
                .build();
        byte[] bytes = request.toByteArray();
        SpanBatch batch = walker.walk(bytes, 0, bytes.length).batch();
        assertThat(batch.rowCount()).isEqualTo(6);
        assertThat(batch.pairs().size()).isEqualTo(2);
        assertThat(batch.resources().size()).isEqualTo(2);
        assertThat(batch.scopes().size()).isEqualTo(1);
    }

    @Test
    void moreDistinctAttributesThanAreKeptInMindAreReadAllTheSame() throws Exception {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        int attributes = 0;
        for (int number = 0; attributes < RawBytesCache.ENTRIES_MAX + 10_000; number++) {
            Span.Builder span = Requests.span(1)
                    .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, number + 1)));
            for (int i = 0; i < 1000; i++) {
                span.addAttributes(Requests.pair("k", Requests.text("v" + attributes++)));
            }
            scope.addSpans(span);
        }
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().addScopeSpans(scope).addScopeSpans(scope))
                .build();
        byte[] bytes = request.toByteArray();
        WalkResult result = walker.walk(bytes, 0, bytes.length);
        FlatSpan.assertSame(
                RowsToOtlp.convert(result.batch()), OtlpOracle.flatten(request).taken());
    }

    @Test
    void aMillionEventsAreCutToTheLimit() throws Exception {
        byte[] event = Requests.field(11, Requests.field(2, Requests.ascii("e")));
        byte[] events = new byte[1_000_000 * event.length];
        for (int i = 0; i < 1_000_000; i++) {
            System.arraycopy(event, 0, events, i * event.length, event.length);
        }
        byte[] request = Requests.withSpanBytes(events);
        WalkResult result = walker.walk(request, 0, request.length);
        assertThat(result.batch().eventEnd(0)).isEqualTo(8192);
        assertThat(result.batch().droppedEvents(0)).isEqualTo(1_000_000 - 8192);
        assertThat(result.repaired(SpanRepair.EVENT_COUNT)).isEqualTo(1);
    }

    @Test
    void emptyLinksCannotTakeManyTimesTheirSize() throws Exception {
        byte[] links = new byte[2 * 8192];
        for (int i = 0; i < links.length; i += 2) {
            links[i] = 13 << 3 | 2;
        }
        byte[] one = Requests.withSpanBytes(links);
        int count = SpanIntake.REQUEST_LINKS_MAX / 8192 + 2;
        ByteBuffer request = ByteBuffer.allocate(one.length * count);
        while (request.hasRemaining()) {
            request.put(one);
        }
        WalkResult result = walker.walk(request.array(), 0, request.capacity());
        assertThat(result.batch().linkEnd(count - 1)).isEqualTo(SpanIntake.REQUEST_LINKS_MAX);
        assertThat(result.batch().droppedLinks(count - 3)).isZero();
        assertThat(result.batch().droppedLinks(count - 2)).isEqualTo(8192);
        assertThat(result.repaired(SpanRepair.LINK_COUNT)).isEqualTo(2);
    }

    @Test
    void whatIsOverALimitMustStillDecode() {
        byte[] good = Requests.field(9, Requests.field(1, Requests.ascii("k")));
        byte[] bad = Requests.field(9, new byte[] {0x0A, 5});
        TraceRequestWalker small =
                new TraceRequestWalker(new WalkOptions(new Limits(1024, 1, 1, 1, 3), 1, 0), Requests.CLOCK);
        byte[] request = Requests.withSpanBytes(good, bad);
        byte[] inEvent =
                Requests.withSpanBytes(Requests.field(11), Requests.field(11, Requests.field(3, new byte[] {0x0A, 5})));
        byte[] inLink =
                Requests.withSpanBytes(Requests.field(13), Requests.field(13, Requests.field(4, new byte[] {0x0A, 5})));
        for (byte[] bytes : new byte[][] {request, inEvent, inLink}) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> small.walk(bytes, 0, bytes.length))
                    .isInstanceOf(MalformedRequestException.class);
        }
    }
}
