package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanPiecesTest {
    private final SpanBatchBuilder builder = new SpanBatchBuilder();

    /** A row of the batch in hand; labels as key, value, key, value. */
    private SpanBatchBuilder span(String service, String... labels) {
        builder.resourceAttribute(text("service.name", service));
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        builder.startSpan().traceId(1, 2).spanId(3).resource(resource).scope(scope);
        for (int i = 0; i < labels.length; i += 2) {
            builder.attribute(text(labels[i], labels[i + 1]));
        }
        return builder;
    }

    private int text(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private SpanBatch end() {
        builder.endSpan();
        return builder.build();
    }

    private static Map<String, String> labels(SpanRows rows) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = rows.attributeStart(0); i < rows.attributeEnd(0); i++) {
            ByteSlice slice = new ByteSlice();
            rows.pairs().value(rows.attribute(i), slice);
            labels.put(rows.strings().text(rows.pairs().key(rows.attribute(i))), slice.utf8());
        }
        return labels;
    }

    private static String service(SpanRows rows) {
        ByteSlice slice = new ByteSlice();
        rows.pairs().value(rows.resources().attribute(rows.resources().attributeStart(rows.resource(0))), slice);
        return slice.utf8();
    }

    @Test
    void whatIsGivenOverwritesAndWhatIsNotStays() {
        span("cart", "a", "1", "b", "2").startNanos(100).kind(2).name(builder.string("first"));
        SpanBatch base = end();
        span("assumed", "b", "3", "c", "4").endNanos(200).parentSpanId(9).mark(SpanMark.RESOURCE_ASSUMED);
        SpanBatch piece = end();

        SpanBatch whole = SpanPieces.merge(base, 0, piece, 0);

        assertThat(whole.rowCount()).isOne();
        assertThat(whole.startNanos(0)).isEqualTo(100);
        assertThat(whole.endNanos(0)).isEqualTo(200);
        assertThat(whole.parentSpanId(0)).isEqualTo(9);
        assertThat(whole.kind(0)).isEqualTo(2);
        assertThat(whole.strings().text(whole.name(0))).isEqualTo("first");
        assertThat(labels(whole)).containsExactly(Map.entry("a", "1"), Map.entry("b", "3"), Map.entry("c", "4"));
        assertThat(service(whole)).isEqualTo("cart");
        assertThat(SpanMark.RESOURCE_ASSUMED.in(whole.marks(0))).isFalse();
    }

    @Test
    void aNamedResourceTakesThePlaceOfAnAssumedOne() {
        span("project").mark(SpanMark.RESOURCE_ASSUMED);
        SpanBatch base = end();
        span("cart");
        SpanBatch piece = end();

        SpanBatch whole = SpanPieces.merge(base, 0, piece, 0);

        assertThat(service(whole)).isEqualTo("cart");
        assertThat(SpanMark.RESOURCE_ASSUMED.in(whole.marks(0))).isFalse();
        SpanBatch assumed = SpanPieces.merge(base, 0, base, 0);
        assertThat(SpanMark.RESOURCE_ASSUMED.in(assumed.marks(0))).isTrue();
    }

    @Test
    void theSamePieceAgainChangesNothing() {
        span("cart", "a", "1").startNanos(100).status(2, builder.string("bad"));
        builder.mark(SpanMark.STATUS_PRESENT);
        SpanBatch base = end();
        span("cart", "z", "1", "a", "2").endNanos(200);
        builder.startEvent();
        builder.eventName(builder.string("e"));
        builder.endEvent();
        SpanBatch piece = end();

        SpanBatch once = SpanPieces.merge(base, 0, piece, 0);
        SpanBatch twice = SpanPieces.merge(once, 0, piece, 0);

        assertThat(SpanEquality.same(once, 0, twice, 0)).isTrue();
        assertThat(once.statusCode(0)).isEqualTo(2);
        assertThat(once.eventEnd(0)).isOne();
    }
}
