package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.block.TraceRows;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lives of a head, its generations sealed to blocks and dropped, against {@link HeadOracle}. */
class HeadTest {
    private static final int[] PROJECTS = {0, 1, 2, 7};

    private static final HeadOptions OPTIONS = new HeadOptions(
            1 << 20, Duration.ofMinutes(10).toNanos(), Duration.ofSeconds(10).toNanos(), 64 << 20);

    private final TestClock clock = new TestClock();
    private final MemoryBlocks blocks = new MemoryBlocks();
    private final HeadOracle oracle = new HeadOracle();
    private final Head head = new Head(OPTIONS, clock, blocks, 1);
    private final TraceValues values = new TraceValues();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatTheOracleHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomLoad load = new RandomLoad(seed, 1 + random.nextInt(60));
        long offset = 0;
        long tick = 5;
        int duplicates = 0;
        int conflicts = 0;
        for (int step = 0; step < 150; step++) {
            offset += 1 + random.nextInt(3);
            tick += random.nextInt(2);
            int project = random.nextInt(3);
            SpanBatch batch = load.next();
            InsertCounts counts = head.insert(project, project % 2, batch, offset, tick, clock.epochMillis());
            assertThat(counts).as("seed %s step %s", seed, step).isEqualTo(oracle.insert(project, batch, tick));
            duplicates += counts.duplicates();
            conflicts += counts.conflicts();
            clock.move(Duration.ofMillis(random.nextInt(5_000)));
            if (random.nextInt(20) == 0) {
                head.forceClose();
            } else if (random.nextInt(10) == 0) {
                clock.move(Duration.ofMinutes(10));
                head.advance();
            }
            head.publish();
            Generation closed = head.nextToSeal();
            if (closed != null && random.nextInt(3) == 0) {
                blocks.seal(head, closed);
            }
            if (random.nextInt(10) == 0) {
                check(head.snapshot(), oracle.traces, "seed " + seed + " step " + step);
            }
        }
        check(head.snapshot(), oracle.traces, "seed " + seed + " at the end");
        assertThat(duplicates).isPositive();
        assertThat(conflicts).isPositive();
        assertThat(blocks.disowned()).as("traces that came back").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void showsTheHeadAsItWasAtAnyTick(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomLoad load = new RandomLoad(seed, 20);
        for (int tick = 1; tick <= 60; tick++) {
            SpanBatch batch = load.next();
            head.insert(7, 0, batch, tick, tick, clock.epochMillis());
            oracle.insert(7, batch, tick);
            if (random.nextInt(12) == 0) {
                head.forceClose();
            }
        }
        head.publish();
        for (long tick = 0; tick <= 60; tick += 7) {
            Map<HeadOracle.Key, List<HeadOracle.Entry>> then = new HashMap<>();
            long limit = tick;
            oracle.traces.forEach((key, entries) -> {
                List<HeadOracle.Entry> kept =
                        entries.stream().filter(entry -> entry.tick() <= limit).toList();
                if (!kept.isEmpty()) {
                    then.put(key, kept);
                }
            });
            check(head.snapshot().asOf(tick), then, "seed " + seed + " tick " + tick);
        }
    }

    private void check(HeadSnapshot snapshot, Map<HeadOracle.Key, List<HeadOracle.Entry>> expected, String where) {
        Map<HeadOracle.Key, List<String>> texts = new HashMap<>();
        Map<HeadOracle.Key, List<HeadOracle.Values>> owners = new HashMap<>();
        Set<MemoryBlocks.Fragment> disowned = new HashSet<>(blocks.disowned());
        for (int project : PROJECTS) {
            snapshot.disowned(project, (source, trace) -> disowned.add(new MemoryBlocks.Fragment(source, trace)));
        }
        for (MemoryBlocks.Block block : blocks.blocks) {
            TraceRows traces = block.traces();
            for (int trace = 0; trace < traces.size(); trace++) {
                TraceId id = new TraceId(traces.idHigh(trace), traces.idLow(trace));
                HeadOracle.Key key = new HeadOracle.Key(block.project(), id);
                for (int row = block.rowStart(trace); row < traces.rowEnd(trace); row++) {
                    texts.computeIfAbsent(key, k -> new ArrayList<>()).add(SpanText.render(block.rows(), row));
                }
                if (!disowned.contains(new MemoryBlocks.Fragment(block, trace))) {
                    OlderTrace found = blocks.find(block.project(), id.high(), id.low());
                    owners.computeIfAbsent(key, k -> new ArrayList<>()).add(valuesOf(found.values()));
                }
            }
        }
        for (HeadSnapshot.Part part : snapshot.parts()) {
            gather(part, disowned, texts, owners);
        }
        assertThat(texts.keySet()).as(where).isEqualTo(expected.keySet());
        expected.forEach((key, entries) -> {
            assertThat(texts.get(key))
                    .as("%s %s", where, key)
                    .containsExactlyInAnyOrderElementsOf(
                            entries.stream().map(HeadOracle.Entry::text).toList());
            assertThat(owners.get(key)).as("%s %s", where, key).containsExactly(HeadOracle.values(entries));
        });
    }

    private void gather(
            HeadSnapshot.Part part,
            Set<MemoryBlocks.Fragment> disowned,
            Map<HeadOracle.Key, List<String>> texts,
            Map<HeadOracle.Key, List<HeadOracle.Values>> owners) {
        Generation generation = part.generation();
        TraceTable traces = generation.traces();
        int seen = 0;
        for (int trace = 0; trace < part.traceCount(); trace++) {
            TraceId id = new TraceId(traces.idHigh(trace), traces.idLow(trace));
            HeadOracle.Key key = new HeadOracle.Key(traces.project(trace), id);
            assertThat(traces.find(key.project(), id.high(), id.low(), part.traceCount()))
                    .isEqualTo(trace);
            for (int row = traces.firstRow(trace, part.rowCount());
                    row != TraceTable.NONE;
                    row = traces.nextRow(row, part.rowCount())) {
                assertThat(row).isLessThan(part.rowCount());
                texts.computeIfAbsent(key, k -> new ArrayList<>()).add(SpanText.render(generation, row));
                seen++;
            }
            traces.read(trace, part.rowCount(), values);
            assertThat(values.continues).isEqualTo(traces.continues(trace, part.rowCount()));
            if (!disowned.contains(new MemoryBlocks.Fragment(generation, trace))) {
                owners.computeIfAbsent(key, k -> new ArrayList<>()).add(valuesOf(generation, values));
            }
        }
        assertThat(seen).isEqualTo(part.rowCount());
    }

    private static HeadOracle.Values valuesOf(WholeTrace trace) {
        WholeTrace.Root root = trace.root();
        return new HeadOracle.Values(
                trace.startNanos(),
                trace.endNanos(),
                trace.spans(),
                trace.errors(),
                root == null
                        ? null
                        : new HeadOracle.Root(
                                root.spanId(),
                                root.startNanos(),
                                root.endNanos(),
                                root.kind(),
                                root.statusCode(),
                                root.name(),
                                root.service()),
                new TreeSet<>(trace.services()));
    }

    private static HeadOracle.Values valuesOf(Generation generation, TraceValues values) {
        Set<String> services = new TreeSet<>();
        values.services.forEach((java.util.function.Consumer<com.carrotsearch.hppc.cursors.IntCursor>)
                service -> services.add(generation.strings().text(service.value)));
        assertThat(services).hasSize(values.services.size());
        return new HeadOracle.Values(
                values.startNanos,
                values.endNanos,
                values.spans,
                values.errors,
                !values.hasRoot
                        ? null
                        : new HeadOracle.Root(
                                values.rootSpanId,
                                values.rootStartNanos,
                                values.rootEndNanos,
                                values.rootKind,
                                values.rootStatus,
                                generation.strings().text(values.rootName),
                                generation.strings().text(values.rootService)),
                services);
    }
}
