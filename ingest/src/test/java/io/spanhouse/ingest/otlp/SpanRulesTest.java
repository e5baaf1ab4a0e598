package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.SpanMark;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one span may not be, is repaired in, or may well be, in both encodings alike. */
class SpanRulesTest {
    private static final Limits SMALL = new Limits(2048, 4, 3, 2, 5);

    /** The two encodings of the same request. */
    enum Encoding {
        PROTOBUF,
        JSON;

        WalkResult read(ExportTraceServiceRequest request, WalkOptions options) throws MalformedRequestException {
            byte[] bytes;
            if (this == PROTOBUF) {
                bytes = request.toByteArray();
                return new TraceRequestWalker(options, Requests.CLOCK).walk(bytes, 0, bytes.length);
            }
            bytes = new OtlpJsonPrinter(new Random(7)).print(request).getBytes(StandardCharsets.UTF_8);
            return new TraceRequestJsonReader(options, Requests.CLOCK).read(bytes, 0, bytes.length);
        }

        WalkResult read(Span.Builder... spans) throws MalformedRequestException {
            return read(Requests.request(spans), WalkOptions.DEFAULT);
        }

        WalkResult readSmall(Span.Builder... spans) throws MalformedRequestException {
            return read(Requests.request(spans), new WalkOptions(SMALL, 3600, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void badIdsRefuseTheirSpanOnly(Encoding encoding) throws Exception {
        WalkResult result = encoding.read(
                Requests.span(1),
                Requests.span(2).setTraceId(zeros(0)),
                Requests.span(3).setTraceId(zeros(16)),
                Requests.span(4).setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3})),
                Requests.span(5).setTraceId(Requests.span(5).getTraceId().concat(zeros(1))),
                Requests.span(6).setSpanId(zeros(0)),
                Requests.span(7).setSpanId(zeros(8)),
                Requests.span(8).setSpanId(ByteString.copyFrom(new byte[] {1})),
                Requests.span(9));
        assertThat(spans(result)).extracting(Span::getName).containsExactly("span 1", "span 9");
        assertThat(result.spansRejected()).isEqualTo(7);
        assertThat(result.rejected(SpanRejection.TRACE_ID)).isEqualTo(4);
        assertThat(result.rejected(SpanRejection.SPAN_ID)).isEqualTo(3);
        assertThat(result.rejectionMessages())
                .containsExactly(
                        "resource_spans[0].scope_spans[0].spans[1]: trace id is 0 bytes, expected 16 bytes and not all zero",
                        "resource_spans[0].scope_spans[0].spans[2]: trace id is all zero, expected 16 bytes and not all zero",
                        "resource_spans[0].scope_spans[0].spans[3]: trace id is 3 bytes, expected 16 bytes and not all zero");
        assertThat(result.batch().strings().size())
                .as("nothing of refused spans stays in the batch")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aParentThatCannotBeOneIsDropped(Encoding encoding) throws Exception {
        Span.Builder own = Requests.span(1);
        WalkResult result = encoding.read(
                own.setParentSpanId(own.getSpanId()),
                Requests.span(2).setParentSpanId(ByteString.copyFrom(new byte[] {1, 2})),
                Requests.span(3).setParentSpanId(zeros(8)),
                Requests.span(4).setParentSpanId(own.getSpanId()),
                Requests.span(5));
        assertThat(spans(result))
                .extracting(span -> span.getParentSpanId().size())
                .containsExactly(0, 0, 0, 8, 0);
        assertRepairs(result, Map.of(SpanRepair.PARENT_ID, 2L));
        assertThat(SpanMark.PARENT_ID_DROPPED.in(result.batch().marks(0))).isTrue();
        assertThat(SpanMark.PARENT_ID_DROPPED.in(result.batch().marks(2))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void linksStayWhateverTheirIdsAre(Encoding encoding) throws Exception {
        Span.Builder span = Requests.span(1)
                .addLinks(Span.Link.newBuilder())
                .addLinks(Span.Link.newBuilder().setTraceId(zeros(16)).setSpanId(zeros(8)))
                .addLinks(Span.Link.newBuilder().setTraceId(zeros(15)).setSpanId(zeros(9)));
        WalkResult result = encoding.read(span);
        assertThat(spans(result).get(0).getLinksList())
                .containsExactly(Span.Link.getDefaultInstance(), span.getLinks(1), Span.Link.getDefaultInstance());
        assertRepairs(result, Map.of(SpanRepair.LINK_ID, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void strangeButLegalIsKeptAsSent(Encoding encoding) throws Exception {
        Span.Builder strange = Requests.span(1)
                .setName("\u0000\u001b[31m\u202e")
                .setKindValue(99)
                .setFlags(0xFFFFFFFF)
                .setStatus(Status.newBuilder().setCodeValue(7))
                .setEndTimeUnixNano(1)
                .addAttributes(Requests.pair("", Requests.text("")))
                .addAttributes(Requests.pair("k".repeat(10_000), AnyValue.getDefaultInstance()))
                .addAttributes(KeyValue.newBuilder().setKey("absent"))
                .addAttributes(Requests.pair("twice", Requests.text("a")))
                .addAttributes(Requests.pair("twice", Requests.text("b")))
                .addAttributes(Requests.pair("large", Requests.text("v".repeat(1 << 20))));
        WalkResult result = encoding.read(strange);
        assertThat(spans(result)).containsExactly(strange.build());
        assertRepairs(result, Map.of());
        assertThat(ExportResponses.message(result)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void timesAreCountedAndStoredAsSent(Encoding encoding) throws Exception {
        long hour = 3600 * 1_000_000_000L;
        WalkOptions options = new WalkOptions(Limits.DEFAULT, 2 * 3600, 0);
        ExportTraceServiceRequest request = Requests.request(
                Requests.span(1).setStartTimeUnixNano(0),
                Requests.span(2).setStartTimeUnixNano(-1),
                Requests.span(3).setStartTimeUnixNano(Requests.NOW_NANOS - 2 * hour),
                Requests.span(4).setStartTimeUnixNano(Requests.NOW_NANOS - 2 * hour - 1),
                Requests.span(5).setStartTimeUnixNano(Requests.NOW_NANOS + hour),
                Requests.span(6).setStartTimeUnixNano(Requests.NOW_NANOS + hour + 1));
        WalkResult result = encoding.read(request, options);
        assertThat(RowsToOtlp.convert(result.batch()))
                .isEqualTo(OtlpOracle.flatten(request).taken());
        assertRepairs(result, Map.of(SpanRepair.TIME_PAST, 2L, SpanRepair.TIME_FUTURE, 2L));
        assertThat(result.spansAltered()).isZero();
        assertThat(ExportResponses.message(result)).isEmpty();

        WalkResult strict = encoding.read(request, new WalkOptions(Limits.DEFAULT, 2 * 3600, 3600));
        assertThat(strict.rejected(SpanRejection.TOO_OLD)).isEqualTo(2);
        assertThat(spans(strict)).extracting(Span::getName).containsExactly("span 1", "span 2", "span 5", "span 6");
        assertThat(strict.rejectionMessages().get(0)).contains("spans[2]: start 1772359200000000000 ns is older");
    }

    @ParameterizedTest
    @EnumSource
    void tooManyAreCutAndCounted(Encoding encoding) throws Exception {
        Span.Builder span = Requests.span(1).setDroppedAttributesCount(10).setDroppedLinksCount(-1);
        for (int i = 0; i < 6; i++) {
            KeyValue pair = Requests.pair("k" + i, Requests.text("v"));
            span.addAttributes(pair);
            span.addEvents(Span.Event.newBuilder().setName("e" + i).addAttributes(pair));
            span.addLinks(Span.Link.newBuilder().setTraceState("s" + i).addAttributes(pair));
        }
        WalkResult result = encoding.readSmall(span, Requests.span(2));
        Span stored = spans(result).get(0);
        assertThat(stored.getAttributesList())
                .isEqualTo(span.getAttributesList().subList(0, 4));
        assertThat(stored.getDroppedAttributesCount()).isEqualTo(12);
        assertThat(stored.getEventsList()).isEqualTo(span.getEventsList().subList(0, 3));
        assertThat(stored.getDroppedEventsCount()).isEqualTo(3);
        assertThat(stored.getLinksList()).isEqualTo(span.getLinksList().subList(0, 2));
        assertThat(stored.getDroppedLinksCount()).as("saturated").isEqualTo(-1);
        assertRepairs(result, Map.of(SpanRepair.ATTR_COUNT, 1L, SpanRepair.EVENT_COUNT, 1L, SpanRepair.LINK_COUNT, 1L));
        assertThat(result.spansAltered()).isEqualTo(1);
        assertThat(ExportResponses.message(result))
                .isEqualTo("1 spans were stored altered (spans by reason: attr_count 1, event_count 1, link_count 1)");
    }

    @ParameterizedTest
    @EnumSource
    void tooManyAttributesElsewhereAreCutAndCounted(Encoding encoding) throws Exception {
        ExportTraceServiceRequest.Builder request = Requests.request(
                Requests.span(1).addEvents(Span.Event.newBuilder()).addLinks(Span.Link.newBuilder()))
                .toBuilder();
        Resource.Builder resource = request.getResourceSpansBuilder(0).getResourceBuilder();
        Span.Builder span =
                request.getResourceSpansBuilder(0).getScopeSpansBuilder(0).getSpansBuilder(0);
        for (int i = 0; i < 6; i++) {
            KeyValue pair = Requests.pair("k" + i, Requests.text("v"));
            resource.addAttributes(pair);
            request.getResourceSpansBuilder(0)
                    .getScopeSpansBuilder(0)
                    .getScopeBuilder()
                    .addAttributes(pair);
            span.getEventsBuilder(0).addAttributes(pair);
            span.getLinksBuilder(0).addAttributes(pair);
        }
        WalkResult result = encoding.read(request.build(), new WalkOptions(SMALL, 3600, 0));
        FlatSpan stored = RowsToOtlp.convert(result.batch()).get(0);
        assertThat(stored.resource().getResource().getDroppedAttributesCount()).isEqualTo(2);
        assertThat(stored.resource().getResource().getAttributesCount()).isEqualTo(4);
        assertThat(stored.scope().getScope().getDroppedAttributesCount()).isEqualTo(2);
        assertThat(stored.span().getEvents(0).getDroppedAttributesCount()).isEqualTo(2);
        assertThat(stored.span().getLinks(0).getDroppedAttributesCount()).isEqualTo(2);
        assertRepairs(result, Map.of(SpanRepair.ATTR_COUNT, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void longValuesAreCutBetweenCharacters(Encoding encoding) throws Exception {
        String fits = "é".repeat(1024);
        Span.Builder span = Requests.span(1)
                .addAttributes(Requests.pair("fits", Requests.text(fits)))
                .addAttributes(Requests.pair("long", Requests.text("x" + fits)))
                .addAttributes(Requests.pair(
                        "bytes",
                        AnyValue.newBuilder().setBytesValue(zeros(5000)).build()))
                .addAttributes(Requests.pair(
                        "list",
                        Requests.list(
                                Requests.text("a".repeat(1500)),
                                Requests.text("é".repeat(1500)),
                                Requests.text("gone"))));
        WalkResult result = encoding.readSmall(span);
        Span stored = spans(result).get(0);
        assertThat(stored.getAttributes(0)).isEqualTo(span.getAttributes(0));
        assertThat(stored.getAttributes(1).getValue().getStringValue()).isEqualTo("x" + "é".repeat(1023));
        assertThat(stored.getAttributes(2).getValue().getBytesValue()).isEqualTo(zeros(2048));
        List<AnyValue> list = stored.getAttributes(3).getValue().getArrayValue().getValuesList();
        assertThat(list).hasSize(2);
        assertThat(list.get(0)).isEqualTo(Requests.text("a".repeat(1500)));
        assertThat(list.get(1).getStringValue()).matches("é{260,272}");
        assertRepairs(result, Map.of(SpanRepair.ATTR_BYTES, 1L));
        assertThat(SpanMark.VALUE_CUT.in(result.batch().marks(0))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNestedTooDeepBecomesEmpty(Encoding encoding) throws Exception {
        AnyValue four = Requests.list(Requests.list(Requests.list(Requests.list(Requests.text("5")))));
        AnyValue five = Requests.list(Requests.list(four), Requests.text("kept"));
        WalkResult result = encoding.readSmall(
                Requests.span(1).addAttributes(Requests.pair("k", four)),
                Requests.span(2).addAttributes(Requests.pair("k", five)));
        AnyValue cut = Requests.list(
                Requests.list(Requests.list(Requests.list(Requests.list(AnyValue.getDefaultInstance())))),
                Requests.text("kept"));
        assertThat(spans(result).get(0).getAttributes(0).getValue()).isEqualTo(four);
        assertThat(spans(result).get(1).getAttributes(0).getValue()).isEqualTo(cut);
        assertRepairs(result, Map.of(SpanRepair.DEPTH, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void stringIndexesCountAsEmpty(Encoding encoding) throws Exception {
        WalkResult result = encoding.read(
                Requests.span(1)
                        .addAttributes(Requests.pair(
                                "k",
                                AnyValue.newBuilder().setStringValueStrindex(3).build())),
                Requests.span(2).addAttributes(KeyValue.newBuilder().setKeyStrindex(4)),
                Requests.span(3)
                        .addAttributes(Requests.pair(
                                "k",
                                Requests.list(AnyValue.newBuilder()
                                        .setStringValueStrindex(0)
                                        .build()))));
        assertThat(spans(result).get(0).getAttributes(0)).isEqualTo(Requests.pair("k", AnyValue.getDefaultInstance()));
        assertThat(spans(result).get(1).getAttributes(0)).isEqualTo(KeyValue.getDefaultInstance());
        assertThat(spans(result).get(2).getAttributes(0))
                .isEqualTo(Requests.pair("k", Requests.list(AnyValue.getDefaultInstance())));
        assertRepairs(result, Map.of(SpanRepair.STRINDEX, 3L));
    }

    @ParameterizedTest
    @EnumSource
    void aRepairInTheResourceMarksAllItsSpans(Encoding encoding) throws Exception {
        ExportTraceServiceRequest.Builder request = Requests.request(Requests.span(1), Requests.span(2)).toBuilder();
        request.getResourceSpansBuilder(0)
                .getResourceBuilder()
                .addAttributes(Requests.pair("k", Requests.text("v".repeat(3000))));
        request.addResourceSpans(Requests.request(Requests.span(3)).getResourceSpans(0));
        request.addResourceSpans(request.getResourceSpans(0));
        WalkResult result = encoding.read(request.build(), new WalkOptions(SMALL, 3600, 0));
        assertRepairs(result, Map.of(SpanRepair.ATTR_BYTES, 4L));
        assertThat(SpanMark.VALUE_CUT.in(result.batch().marks(2))).isFalse();
        assertThat(SpanMark.VALUE_CUT.in(result.batch().marks(4))).isTrue();
        assertThat(result.batch().resources().size()).isEqualTo(2);
    }

    private static void assertRepairs(WalkResult result, Map<SpanRepair, Long> expected) {
        Map<SpanRepair, Long> found = new EnumMap<>(SpanRepair.class);
        for (SpanRepair repair : SpanRepair.values()) {
            if (result.repaired(repair) != 0) {
                found.put(repair, result.repaired(repair));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static List<Span> spans(WalkResult result) {
        return RowsToOtlp.convert(result.batch()).stream().map(FlatSpan::span).toList();
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }
}
