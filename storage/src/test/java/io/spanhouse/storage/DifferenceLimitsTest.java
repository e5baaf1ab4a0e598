package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences of populations where there are more values, keys or time than are looked at. */
final class DifferenceLimitsTest {
    private static final int SPANS = 100_000;
    private static final int SELECTED = 50;

    @TempDir
    private Path directory;

    private final Operand user = new Operand.Attribute(AttributeLevel.SPAN, "user");

    /** Every span has a user of its own, but for the selected, every fifth of which is of the same one. */
    private int fill(TraceStore store) {
        int project = store.project("shop");
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        for (int i = 0; i < SPANS; i++) {
            boolean selected = i % (SPANS / SELECTED) == 0;
            byte[] name = (selected && i % 5 == 0 && i / (SPANS / SELECTED) % 5 == 0 ? "same" : "user " + i)
                    .getBytes(StandardCharsets.UTF_8);
            builder.startSpan()
                    .traceId(1, 1 + i / 5)
                    .spanId(1 + i)
                    .startNanos(1_000 + i)
                    .endNanos(2_000 + i)
                    .kind(selected ? 3 : 2)
                    .resource(resource)
                    .scope(scope);
            builder.attribute(builder.pair(builder.string("user"), ValueType.STRING, name, 0, name.length));
            builder.endSpan();
        }
        store.append(project, builder.build()).join();
        return project;
    }

    private DifferenceRequest request(int project, int compared) {
        return new DifferenceRequest(
                project,
                TimeWindow.ALWAYS,
                SpanCondition.EVERY,
                TracePredicate.EVERY,
                new SpanCondition.Comparison(new Operand.Field(SpanField.KIND), Operator.EQUAL, new Literal.Whole(3)),
                List.of(user, new Operand.Field(SpanField.KIND)),
                new DifferenceRequest.Limits(compared, 10, 3),
                Visibility.ALL);
    }

    @Test
    void aRareValueIsFoundAmongManyAndTheRestIsBounded() {
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = fill(store);
            for (boolean sealed : new boolean[] {false, true}) {
                if (sealed) {
                    store.settle();
                }
                DifferenceAnswer answer = store.difference(request(project, 10), QueryControl.unlimited());
                assertThat(answer.selected()).isEqualTo(SELECTED);
                assertThat(answer.rest()).isEqualTo(SPANS - SELECTED);
                assertThat(answer.completeness()).isEqualTo(Completeness.COMPLETE);
                DifferenceAnswer.KeyDifference users = answer.keys().get(1);
                assertThat(users.operand()).isEqualTo(user);
                // Not all of them can be told apart.
                assertThat(users.valuesTotal()).isBetween(8_192L, (long) SPANS);
                assertThat(users.values()).hasSize(3);
                assertThat(users.values().get(0).value()).isEqualTo(new Literal.Text("same"));
                assertThat(users.values().get(0).shares().selected()).isEqualTo(SELECTED / 5);
                assertThat(users.values().get(0).shares().rest()).isZero();
                // A value that was forgotten is that of few spans, and hardly ever of a selected one.
                assertThat(users.unlistedMost()).isPositive().isLessThan(0.05);
                assertThat(answer.keys().get(0).sure()).isGreaterThan(0.9);
                assertThat(answer.keys().get(0).unlistedMost()).isZero();
            }
        }
    }

    @Test
    void whatIsNotComparedIsNamed() {
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = fill(store);
            DifferenceAnswer one = store.difference(request(project, 1), QueryControl.unlimited());
            assertThat(one.keys()).hasSize(1);
            assertThat(one.operands()).isEqualTo(2);
            assertThat(one.completeness().reason()).isEqualTo(Completeness.Reason.LIMIT);
            QueryControl cancelled = QueryControl.unlimited();
            cancelled.cancel();
            DifferenceAnswer none = store.difference(request(project, 10), cancelled);
            assertThat(none.keys()).isEmpty();
            assertThat(none.compared()).isZero();
            assertThat(none.completeness().reason()).isEqualTo(Completeness.Reason.CANCELLED);
        }
    }
}
