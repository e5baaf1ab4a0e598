package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads of hard shapes, at a short or at their full size ({@link HardCase}): every answer is known, and figures are printed. */
final class HardShapesTest {
    private static final int BATCH_SPANS = 512;

    @TempDir
    private Path directory;

    @Test
    void distinctValuesUnderOneKey() {
        int values = HardCase.size(10_000, 2_000_000);
        try (HardCase hard = new HardCase("distinct values under one key", directory)) {
            hard.withNeighbour();
            for (int span = 0; span < values; span++) {
                hard.start(1 + span / 4, 1 + span, "op");
                hard.text("request.id", "request-" + span);
                hard.builder.endSpan();
                if (span % BATCH_SPANS == BATCH_SPANS - 1 || span == values - 1) {
                    hard.send();
                }
            }
            hard.expect("one value, some in the head", HardCase.has("request.id", "request-" + values / 2), 1);
            hard.settle();
            hard.expect("one value", HardCase.has("request.id", "request-" + (values - 3)), 1);
            hard.expect("an absent value", HardCase.has("request.id", "request-x"), 0);
            Operand key = new Operand.Attribute(AttributeLevel.SPAN, "request.id");
            Completeness grouped = hard.store
                    .aggregate(
                            AggregateRequest.of(1, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                                    .by(List.of(key)),
                            QueryControl.unlimited())
                    .completeness();
            // A million groups are the limit; what is beyond it is named.
            assertThat(grouped.reason())
                    .isEqualTo(values > 1_000_000 ? Completeness.Reason.LIMIT : Completeness.Reason.COMPLETE);
        }
    }

    @Test
    void spanNames() {
        int names = HardCase.size(5_000, 100_000);
        try (HardCase hard = new HardCase("span names", directory)) {
            hard.withNeighbour();
            for (int span = 0; span < 2 * names; span++) {
                hard.start(1 + span / 4, 1 + span, "GET /item/" + span % names);
                hard.builder.endSpan();
                if (span % BATCH_SPANS == BATCH_SPANS - 1 || span == 2 * names - 1) {
                    hard.send();
                }
            }
            hard.settle();
            hard.expect("one name", HardCase.named("GET /item/" + (names - 1)), 2);
            assertThat(hard.groups(new Operand.Field(SpanField.NAME), "spans by name"))
                    .containsExactly(names, 2L * names);
        }
    }

    @Test
    void attributeKeys() {
        int keys = 10_000;
        int spans = HardCase.size(6_000, 500_000);
        try (HardCase hard = new HardCase("attribute keys", directory)) {
            hard.withNeighbour();
            for (int span = 0; span < spans; span++) {
                hard.start(1 + span / 4, 1 + span, "op");
                for (int i = 0; i < 3; i++) {
                    hard.text("key-" + (3 * span + i) % keys, "value-" + span % 7);
                }
                hard.builder.endSpan();
                if (span % BATCH_SPANS == BATCH_SPANS - 1 || span == spans - 1) {
                    hard.send();
                }
            }
            hard.settle();
            long began = System.nanoTime();
            AttributeKeysAnswer answer = hard.store.attributeKeys(
                    new AttributeKeysRequest(1, TimeWindow.ALWAYS, SpanCondition.EVERY, 100_000, Visibility.ALL),
                    QueryControl.unlimited());
            hard.note("list of keys", began);
            assertThat(answer.completeness()).isEqualTo(Completeness.COMPLETE);
            assertThat(answer.keys().stream().filter(key -> key.level() == AttributeLevel.SPAN))
                    .hasSize(keys);
            long sum = answer.keys().stream()
                    .filter(key -> key.level() == AttributeLevel.SPAN)
                    .mapToLong(AttributeKeysAnswer.KeyCount::spans)
                    .sum();
            assertThat(sum).isEqualTo(3L * spans);
            hard.expect("one value of a rare key", HardCase.has("key-9999", "value-x"), 0);
        }
    }

    @Test
    void projects() {
        int projects = HardCase.size(40, 1_000);
        int spans = HardCase.size(8, 500);
        try (HardCase hard = new HardCase("projects", directory)) {
            hard.withNeighbour();
            for (int round = 0; round < 2; round++) {
                for (int number = 0; number < projects; number++) {
                    int project = hard.store.project("project-" + number);
                    for (int span = 0; span < spans; span++) {
                        hard.start(1 + span / 4, 1 + round * spans + span, "op-" + number);
                        hard.builder.endSpan();
                    }
                    hard.send(project);
                }
                if (round == 0) {
                    hard.settle();
                }
            }
            long began = System.nanoTime();
            for (int number = 0; number < projects; number++) {
                int project = hard.store.projects().get("project-" + number);
                SearchAnswer own = hard.search(
                        project, new TracePredicate.AnySpan(HardCase.named("op-" + number)), TimeWindow.ALWAYS, 1);
                assertThat(own.total()).hasValue((spans + 3) / 4);
                assertThat(own.traces().get(0).spans()).isEqualTo(2L * Math.min(4, spans));
                SearchAnswer other = hard.search(
                        project,
                        new TracePredicate.AnySpan(HardCase.named("op-" + (number + 1))),
                        TimeWindow.ALWAYS,
                        1);
                assertThat(other.total()).hasValue(0);
            }
            hard.note("two searches of each project", began);
        }
    }

    @Test
    void valuesOfAMebibyte() {
        int values = HardCase.size(24, 1_000);
        try (HardCase hard = new HardCase("values of 1 MiB", directory)) {
            hard.withNeighbour();
            for (int span = 0; span < values; span++) {
                hard.start(1 + span / 4, 1 + span, "op");
                hard.text(
                        "prompt",
                        ("part " + span + " ")
                                .repeat((1 << 20) / "part 0 ".length() + 1)
                                .substring(0, 1 << 20));
                hard.builder.endSpan();
                if (span % 8 == 7 || span == values - 1) {
                    hard.send();
                }
            }
            hard.settle();
            long began = System.nanoTime();
            for (int trace = 0; trace < values / 4; trace += Math.max(1, values / 100)) {
                assertWhole(hard, trace);
            }
            hard.note("gets of a hundredth of them or more", began);
            hard.expect("newest of an operation", HardCase.named("op"), (values + 3) / 4);
        }
    }

    private static void assertWhole(HardCase hard, int trace) {
        int found = 0;
        try (TraceSpans spans = hard.store.get(
                new TraceRequest(1, new TraceId(5, 1 + trace), Visibility.ALL), QueryControl.unlimited())) {
            ByteSlice value = new ByteSlice();
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                for (int row = 0; row < slice.rowCount(); row++) {
                    slice.pairs().value(slice.attribute(slice.attributeStart(row)), value);
                    String text = value.utf8();
                    assertThat(text).hasSize(1 << 20).startsWith("part " + (slice.spanId(row) - 1) + " ");
                    found++;
                }
            }
        }
        assertThat(found).isEqualTo(4);
    }
}
