package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pieces are of one half of a call, and what they come to. */
class SpanHalvesTest {
    private static final String NO_START = "otel.zipkin.absentField.startTime";
    private static final String NO_DURATION = "otel.zipkin.absentField.duration";
    private static final int CLIENT = 3;

    /** A piece: its kind, service and times, then keys and values. */
    private static SpanBatch piece(int kind, String service, long start, long end, String... tags) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        if (!service.isEmpty()) {
            builder.resourceAttribute(pair(builder, "service.name", service));
        }
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(1, 2)
                .spanId(3)
                .kind(kind)
                .startNanos(start)
                .endNanos(end)
                .mark(SpanMark.HALF);
        for (int i = 0; i < tags.length; i += 2) {
            builder.attribute(pair(builder, tags[i], tags[i + 1]));
        }
        builder.endSpan();
        return builder.build();
    }

    private static int pair(SpanBatchBuilder builder, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private static List<String> tags(SpanBatch rows) {
        List<String> tags = new ArrayList<>();
        ByteSlice value = new ByteSlice();
        for (int i = rows.attributeStart(0); i < rows.attributeEnd(0); i++) {
            rows.pairs().value(rows.attribute(i), value);
            tags.add(rows.strings().text(rows.pairs().key(rows.attribute(i))) + "=" + value.utf8());
        }
        return tags;
    }

    @ParameterizedTest
    @CsvSource({
        // kind, service, address and shared of one; of the other; whether they are of one half
        "3, web, '', '', 3, web, '', '', true",
        "3, web, '', '', 3, WEB, '', '', true",
        "3, web, '', '', 3, api, '', '', false",
        "3, web, '', '', 3, '', '', '', true",
        "3, '', 10.0.0.1, '', 0, web, 10.0.0.1, '', true",
        "3, web, 10.0.0.1, '', 3, web, 10.0.0.2, '', false",
        "3, web, 10.0.0.1, '', 3, web, '', '', true",
        "3, web, '', '', 2, web, '', '', false",
        "2, api, '', true, 2, api, '', true, true",
        "2, api, '', '', 2, api, '', true, false",
        "3, web, '', '', 2, api, '', true, false"
    })
    void halves(
            int kind,
            String service,
            String address,
            String shared,
            int otherKind,
            String otherService,
            String otherAddress,
            String otherShared,
            boolean same) {
        SpanBatch one = piece(kind, service, 1, 2, identity(address, shared));
        SpanBatch other = piece(otherKind, otherService, 5, 6, identity(otherAddress, otherShared));
        assertThat(SpanHalves.same(one, 0, other, 0)).isEqualTo(same);
        assertThat(SpanHalves.same(other, 0, one, 0)).isEqualTo(same);
        assertThat(SpanHalves.compare(one, 0, other, 0)).isNegative();
        assertThat(SpanHalves.compare(other, 0, one, 0)).isPositive();
        assertThat(SpanHalves.compare(one, 0, one, 0)).isZero();
    }

    private static String[] identity(String address, String shared) {
        List<String> tags = new ArrayList<>();
        if (!address.isEmpty()) {
            tags.addAll(List.of("net.host.ip", address));
        }
        if (!shared.isEmpty()) {
            tags.addAll(List.of("zipkin.shared", shared));
        }
        return tags.toArray(new String[0]);
    }

    @Test
    void whatIsGivenGoesBeforeWhatWasAssumed() {
        SpanBatch begun = piece(CLIENT, "web", 100, 100, "a", "1", NO_DURATION, "true", "b", "2");
        SpanBatch ended = piece(0, "", 900, 950, NO_START, "true", "b", "3", "c", "4");
        for (SpanBatch whole :
                List.of(SpanHalves.merge(begun, 0, ended, 0, null), SpanHalves.merge(ended, 0, begun, 0, null))) {
            assertThat(whole.startNanos(0)).isEqualTo(100);
            assertThat(whole.endNanos(0)).isEqualTo(150);
            assertThat(whole.kind(0)).isEqualTo(CLIENT);
            assertThat(SpanMark.HALF.in(whole.marks(0))).isTrue();
        }
        // Of a tag that both give the later counts.
        assertThat(tags(SpanHalves.merge(begun, 0, ended, 0, null))).containsExactly("a=1", "b=3", "c=4");
        assertThat(tags(SpanHalves.merge(ended, 0, begun, 0, null))).containsExactly("b=2", "c=4", "a=1");
        SpanBatch noTime = piece(0, "", 700, 700, NO_START, "true", NO_DURATION, "true");
        SpanBatch unknown =
                SpanHalves.merge(piece(0, "", 500, 500, NO_START, "true", NO_DURATION, "true"), 0, noTime, 0, null);
        assertThat(unknown.startNanos(0)).isEqualTo(500);
        assertThat(tags(unknown)).containsExactly(NO_START + "=true", NO_DURATION + "=true");
    }

    @Test
    void aPieceIsKnownAgainWhenItsTimeIsThatOfReceipt() {
        SpanBatch first = piece(CLIENT, "web", 100, 150, NO_START, "true");
        assertThat(SpanHalves.repeats(first, 0, piece(CLIENT, "web", 900, 950, NO_START, "true"), 0))
                .isTrue();
        assertThat(SpanHalves.repeats(first, 0, piece(CLIENT, "web", 900, 990, NO_START, "true"), 0))
                .isFalse();
        assertThat(SpanHalves.repeats(piece(CLIENT, "web", 1, 2), 0, piece(CLIENT, "web", 3, 4), 0))
                .isFalse();
    }

    @Test
    void piecesAreKeptOutOfSight() {
        SpanBatch one = piece(CLIENT, "web", 1, 2, "a", "1");
        byte[] kept = {1, 2, 3};
        SpanBatch whole = SpanHalves.merge(one, 0, piece(CLIENT, "web", 3, 4, "b", "2"), 0, kept);
        int position = SentPieces.position(whole, 0);
        assertThat(position).isEqualTo(whole.attributeEnd(0) - 1);
        assertThat(SentPieces.end(whole, 0)).isEqualTo(position);
        SpanBatchBuilder shown = new SpanBatchBuilder();
        new SpanCopier(whole, shown).copyUpTo(0, position);
        assertThat(tags(shown.build())).containsExactly("a=1", "b=2");
        // Merged again it has the new pieces alone.
        SpanBatch again = SpanHalves.merge(whole, 0, piece(CLIENT, "web", 3, 4, "c", "3"), 0, kept);
        assertThat(again.attributeEnd(0) - again.attributeStart(0)).isEqualTo(4);
        // A patch is no half, and what was one is none.
        SpanBatch patched = SpanPieces.merge(whole, 0, one, 0);
        assertThat(tags(patched)).containsExactly("a=1", "b=2");
        assertThat(SpanMark.HALF.in(patched.marks(0)) || SpanMark.IN_PIECES.in(patched.marks(0)))
                .isFalse();
        // The key alone says nothing: somebody may have sent it.
        assertThat(SentPieces.position(piece(CLIENT, "web", 1, 2, SentPieces.NAME_KEY, "x"), 0))
                .isEqualTo(SentPieces.NOTHING);
    }
}
