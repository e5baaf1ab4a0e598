package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CursorCodecTest {
    private static final long NOW = 1_790_000_000_000L;

    private static final CursorCodec.Cursor CURSOR = new CursorCodec.Cursor(
            new long[] {7, -1}, NOW, 42, new PageOrder.Position(-5, "GET /größe", new TraceId(-1, Long.MIN_VALUE)));

    private static SearchRequest request(int project, byte id, TraceOrder order, Visibility visibility) {
        TracePredicate predicate = new TracePredicate.AnySpan(new SpanCondition.Comparison(
                new Operand.Field(SpanField.TRACE_ID), Operator.EQUAL, new Literal.Bytes(new byte[] {id})));
        return new SearchRequest(project, TimeWindow.ALWAYS, predicate, order, 20, null, true, visibility);
    }

    private static final SearchRequest REQUEST = request(1, (byte) 1, TraceOrder.NEWEST, Visibility.ALL);

    @Test
    void comesBackAsItWent() {
        CursorCodec.Cursor back = CursorCodec.decode(CursorCodec.encode(CURSOR, REQUEST), REQUEST, 2, NOW);

        assertThat(back.ticks()).containsExactly(7, -1);
        assertThat(back.beganMillis()).isEqualTo(NOW);
        assertThat(back.total()).isEqualTo(42);
        assertThat(back.last()).isEqualTo(CURSOR.last());
    }

    @Test
    void anyChangedCharacterIsRefused() {
        String text = CursorCodec.encode(CURSOR, REQUEST);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String damaged = text.substring(0, i) + other + text.substring(i + 1);
            // The last character carries bits that say nothing.
            if (i < text.length() - 1) {
                assertRefused(damaged, REQUEST, NOW, "damaged");
            }
        }
        assertRefused("", REQUEST, NOW, "damaged");
        assertRefused("!", REQUEST, NOW, "damaged");
        assertRefused(text + "AAAA", REQUEST, NOW, "damaged");
    }

    @Test
    void cursorOfAnotherRequestIsRefused() {
        String text = CursorCodec.encode(CURSOR, REQUEST);
        TraceOrder oldest = new TraceOrder(TraceOrder.Key.START, false);
        Visibility some = new Visibility(Set.of("cart"));
        for (SearchRequest other : List.of(
                request(2, (byte) 1, TraceOrder.NEWEST, Visibility.ALL),
                request(1, (byte) 2, TraceOrder.NEWEST, Visibility.ALL),
                request(1, (byte) 1, oldest, Visibility.ALL),
                request(1, (byte) 1, TraceOrder.NEWEST, some))) {
            assertRefused(text, other, NOW, "another request");
        }
    }

    @Test
    void isGoodForAnHour() {
        String text = CursorCodec.encode(CURSOR, REQUEST);

        assertThat(CursorCodec.decode(text, REQUEST, 2, NOW + CursorCodec.VALID_MILLIS)
                        .total())
                .isEqualTo(42);
        assertRefused(text, REQUEST, NOW + CursorCodec.VALID_MILLIS + 1, "expired");
    }

    private static void assertRefused(String text, SearchRequest request, long now, String why) {
        assertThatThrownBy(() -> CursorCodec.decode(text, request, 2, now))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_INPUT))
                .hasMessageContaining(why);
    }
}
