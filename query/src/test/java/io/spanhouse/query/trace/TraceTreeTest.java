package io.spanhouse.query.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees, self times and critical paths against their definitions, and at the size of the largest traces. */
final class TraceTreeTest {
    private static final int ROUNDS = 2_000;
    private static final int LARGE = 100_000;

    private static TraceTree tree(List<NaiveTree.Span> spans, int slice) {
        TraceTreeBuilder builder = new TraceTreeBuilder();
        for (int from = 0; from < spans.size(); from += slice) {
            builder.add(batch(spans.subList(from, Math.min(spans.size(), from + slice)), from));
        }
        return builder.build();
    }

    private static SpanBatch batch(List<NaiveTree.Span> spans, int first) {
        Spans batch = new Spans();
        int number = first;
        for (NaiveTree.Span span : spans) {
            batch.service("service-" + span.id % 3);
            batch.span(1, span.id, span.parentId, "span-" + number++, 0, 0);
            SpanBatchBuilder builder = batch.builder();
            builder.kind(span.kind).startNanos(span.start).endNanos(span.end).status((int) (span.id % 5), 0);
            builder.endSpan();
        }
        return batch.build();
    }

    private static List<NaiveTree.Span> random(Random random) {
        int count = 1 + random.nextInt(24);
        int ids = 1 + random.nextInt(30);
        long reach = 2 + random.nextInt(60);
        List<NaiveTree.Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = random.nextInt(15) == 0 ? 0 : 1_000 + random.nextLong(reach);
            long end = random.nextInt(15) == 0 ? 0 : 1_000 + random.nextLong(reach);
            boolean sane = random.nextInt(6) != 0 && start != 0 && end != 0;
            spans.add(new NaiveTree.Span(
                    1 + random.nextInt(ids),
                    random.nextInt(ids + 1),
                    sane ? Math.min(start, end) : start,
                    sane ? Math.max(start, end) : end,
                    random.nextInt(6)));
        }
        return spans;
    }

    @Test
    void agreesWithTheDefinitions() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<NaiveTree.Span> spans = random(random);
            hold(spans, 1 + random.nextInt(10), "seed " + seed + ", round " + round);
        }
    }

    private static void hold(List<NaiveTree.Span> spans, int slice, String description) {
        NaiveTree naive = new NaiveTree(spans);
        TraceTree tree = tree(spans, slice);
        assertThat(tree.size()).as(description).isEqualTo(spans.size());
        IdentityHashMap<NaiveTree.Span, Integer> places = places(tree, naive);
        assertThat(places).as(description).hasSameSizeAs(spans);
        List<NaiveTree.Span> inOrder = Arrays.asList(new NaiveTree.Span[spans.size()]);
        places.forEach((span, place) -> inOrder.set(place, span));
        long[] self = SelfTimes.of(tree);
        for (NaiveTree.Span span : spans) {
            int place = places.get(span);
            int parent = span.parent == null ? TraceTree.NONE : places.get(span.parent);
            assertThat(tree.parent(place)).as(description).isEqualTo(parent).isLessThan(place);
            assertThat(tree.from(place)).as(description).isEqualTo(naive.from(span));
            assertThat(tree.to(place)).as(description).isEqualTo(naive.to(span));
            assertThat(self[place]).as(description).isEqualTo(naive.self(span));
            assertThat(Doubt.CIRCLE.in(tree.doubts(place))).as(description).isEqualTo(span.cut);
            assertThat(Doubt.ORPHAN.in(tree.doubts(place)))
                    .as(description)
                    .isEqualTo(span.parentId != 0 && span.parent == null && !span.cut);
            assertThat(tree.services().get(tree.service(place))).as(description).isEqualTo("service-" + span.id % 3);
        }
        NaiveTree.Span root = naive.root();
        assertThat(tree.root()).as(description).isEqualTo(root == null ? TraceTree.NONE : places.get(root));
        holdPath(
                CriticalPath.of(tree),
                naive.path(root, inOrder),
                places,
                root == null ? 0 : naive.from(root),
                description);
        NaiveTree.Span other = spans.get(0);
        holdPath(
                CriticalPath.of(tree, places.get(other)),
                naive.path(other, inOrder),
                places,
                naive.from(other),
                description);
    }

    private static IdentityHashMap<NaiveTree.Span, Integer> places(TraceTree tree, NaiveTree naive) {
        IdentityHashMap<NaiveTree.Span, Integer> places = new IdentityHashMap<>();
        for (int place = 0; place < tree.size(); place++) {
            int number = Integer.parseInt(tree.names().get(tree.name(place)).substring("span-".length()));
            places.put(naive.spans.get(number), place);
            assertThat(tree.id(place)).isEqualTo(naive.spans.get(number).id);
            assertThat(tree.kind(place)).isEqualTo(naive.spans.get(number).kind);
        }
        return places;
    }

    private static void holdPath(
            CriticalPath path,
            NaiveTree.Span[] owners,
            IdentityHashMap<NaiveTree.Span, Integer> places,
            long from,
            String description) {
        int[] expected = new int[owners.length];
        for (int nano = 0; nano < owners.length; nano++) {
            expected[nano] = owners[nano] == null ? TraceTree.NONE : places.get(owners[nano]);
        }
        int[] found = new int[owners.length];
        Arrays.fill(found, TraceTree.NONE);
        long sum = path.gapNanos();
        for (int stretch = 0; stretch < path.stretches(); stretch++) {
            assertThat(stretch == 0 ? 0 : path.stretchTo(stretch - 1))
                    .as(description)
                    .isLessThanOrEqualTo(path.stretchFrom(stretch));
            Arrays.fill(found, (int) path.stretchFrom(stretch), (int) path.stretchTo(stretch), path.span(stretch));
            sum += path.stretchTo(stretch) - path.stretchFrom(stretch);
        }
        assertThat(Arrays.copyOfRange(found, (int) from, found.length))
                .as(description)
                .isEqualTo(Arrays.copyOfRange(expected, (int) from, found.length));
        assertThat(sum).as(description).isEqualTo(path.nanos()).isEqualTo(owners.length - from);
    }

    @Test
    void namesWhatContradictsItself() {
        List<NaiveTree.Span> spans = List.of(
                new NaiveTree.Span(1, 0, 1_000, 2_000, 2),
                new NaiveTree.Span(2, 1, 990, 1_500, 2),
                new NaiveTree.Span(3, 1, 1_900, 2_100, 2),
                new NaiveTree.Span(4, 77, 1_100, 1_200, 2),
                new NaiveTree.Span(5, 6, 1_300, 1_400, 2),
                new NaiveTree.Span(6, 5, 1_310, 1_400, 2),
                new NaiveTree.Span(7, 1, 0, 1_400, 2),
                new NaiveTree.Span(8, 1, 1_400, 1_300, 2),
                new NaiveTree.Span(8, 1, 1_500, 0, 3));
        TraceTree tree = tree(spans, 100);
        List<String> doubts = new ArrayList<>();
        for (int place = 0; place < tree.size(); place++) {
            for (Doubt doubt : Doubt.values()) {
                if (doubt.in(tree.doubts(place))) {
                    doubts.add(tree.id(place) + " " + doubt.text());
                }
            }
        }
        assertThat(doubts)
                .containsExactlyInAnyOrder(
                        "2 startsBeforeParent",
                        "3 endsAfterParent",
                        "4 orphan",
                        "5 circle",
                        "7 withoutStart",
                        "8 endsBeforeStart",
                        "8 sharedId",
                        "8 withoutEnd",
                        "8 sharedId");
        TraceTotals totals = new TraceTotals(tree, CriticalPath.of(tree), SelfTimes.of(tree));
        List<TraceTotals.Total> operations = totals.operations(9).list();
        assertThat(totals.operations(1)).isEqualTo(new TraceTotals.Totals(operations.subList(0, 1), operations.size()));
        assertThat(totals.skews()).containsExactly(new TraceTotals.Skew("service-1", "service-2", 1, 10));
        assertThat(totals.services(9).list().stream()
                        .mapToLong(TraceTotals.Total::spans)
                        .sum())
                .isEqualTo(9);
        assertThat(totals.services(9).list().stream()
                        .mapToDouble(TraceTotals.Total::share)
                        .sum())
                .isBetween(0.999, 1.001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain", "star", "comb", "random"})
    void largestTraces(String shape) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        IntUnaryOperator parents = switch (shape) {
            case "chain" -> span -> span - 1;
            case "star" -> span -> 1;
            case "comb" -> span -> span % 2 == 0 ? span - 1 : Math.max(1, span - 2);
            default -> span -> 1 + random.nextInt(span - 1);
        };
        List<NaiveTree.Span> spans = new ArrayList<>();
        spans.add(new NaiveTree.Span(1, 0, 1_000, 2_000 + LARGE, 1));
        for (int span = 2; span <= LARGE; span++) {
            long length = shape.equals("chain") ? LARGE - span : 1 + random.nextInt(50);
            spans.add(new NaiveTree.Span(span, parents.applyAsInt(span), 1_000 + span, 1_000 + span + length, 1));
        }
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            TraceTree tree = tree(spans, 8_192);
            CriticalPath path = CriticalPath.of(tree);
            long[] self = SelfTimes.of(tree);
            long sum = path.gapNanos();
            for (int place = 0; place < tree.size(); place++) {
                sum += path.criticalNanos(place);
                assertThat(self[place]).isNotNegative();
            }
            assertThat(sum).as("seed %d", seed).isEqualTo(path.nanos()).isEqualTo(1_000L + LARGE);
            assertThat(tree.subtreeEnd(0)).isEqualTo(LARGE);
        });
    }
}
