package io.spanhouse.ingest.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.otlp.ExportResponses;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.DefinitionFields;
import io.spanhouse.storage.scripts.Recording;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.ScriptState;
import io.spanhouse.storage.testing.MemoryOwnTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frames off the grid of the finest definition go, and nothing else does. */
final class FrameResolutionTest {
    private final ScriptState state = new ScriptState(new MemoryOwnTable(), StoreClock.SYSTEM);
    private final FrameResolution resolution = FrameResolution.of(state, ScriptNames.USUAL);
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private long nextSpan = 1;

    private Definition define(String script, String user, int resolved) {
        return state.definitions()
                .create(1, new DefinitionFields(List.of(script), "", user, resolved, 0, true, 1, false), "");
    }

    private void span(String runId, String user, int frames) {
        builder.startSpan().traceId(0, 1).spanId(nextSpan++).name(builder.string("run"));
        if (!runId.isEmpty()) {
            builder.attribute(text("run_id", runId));
        }
        builder.attribute(text("user.id", user));
        builder.droppedEvents(3);
        frames(0, frames);
    }

    private void frames(int first, int count) {
        for (int index = first; index < first + count; index++) {
            builder.startEvent();
            builder.eventName(builder.string("script.frame"));
            builder.eventAttribute(number("script.frame.index", index));
            builder.eventAttribute(number("script.var.x", index * 2L));
            builder.endEvent();
        }
    }

    private int text(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    private int number(String key, long value) {
        byte[] bytes = new byte[8];
        ValueBytes.putInt(bytes, 0, value);
        return builder.pair(builder.string(key), ValueType.INT, bytes, 0, bytes.length);
    }

    private void resourceNamed(String service) {
        builder.resourceAttribute(text("service.name", service));
        builder.resourceOfRows(0, builder.resource(true, 0, 0, 0), 0);
    }

    private WalkResult apply() {
        return resolution.apply(1, WalkResult.of(builder.build()));
    }

    private static List<Long> indexes(SpanBatch batch, int row) {
        List<Long> indexes = new ArrayList<>();
        for (int event = batch.eventStart(row); event < batch.eventEnd(row); event++) {
            ByteSlice slice = new ByteSlice();
            batch.pairs().value(batch.eventAttribute(batch.eventAttributeStart(event)), slice);
            indexes.add(ValueBytes.getInt(slice.array, slice.offset));
        }
        return indexes;
    }

    @Test
    void theFinestDefinitionThatMatchesDecides() {
        define("s", "", 5);
        define("s", "ada", 2);
        span("r1", "bob", 11);
        builder.endSpan();
        span("r2", "ada", 5);
        builder.endSpan();
        resourceNamed("s");
        WalkResult result = apply();
        assertThat(indexes(result.batch(), 0)).containsExactly(0L, 5L, 10L);
        assertThat(indexes(result.batch(), 1)).containsExactly(0L, 2L, 4L);
        assertThat(result.batch().droppedEvents(0)).isEqualTo(3 + 8);
        assertThat(result.batch().droppedEvents(1)).isEqualTo(3 + 2);
        assertThat(result.framesDropped()).isEqualTo(10);
        assertThat(result.spansAccepted()).isEqualTo(2);
        assertThat(ExportResponses.message(result))
                .isEqualTo("10 frames of recordings were dropped, as the resolution of a trace definition asks");
    }

    @Test
    void withoutAMatchEverythingStaysAsSent() {
        span("r1", "bob", 7);
        builder.endSpan();
        resourceNamed("s");
        WalkResult sent = WalkResult.of(builder.build());
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        Definition ofAda = define("s", "ada", 5);
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        define("other", "", 5);
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        assertThat(resolution.apply(2, sent)).isSameAs(sent);
        state.definitions()
                .change(1, ofAda.number(), new DefinitionFields(List.of("s"), "", "", 5, 0, false, 1, false));
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        assertThat(FrameResolution.NONE.apply(1, sent)).isSameAs(sent);
    }

    @Test
    void resolutionOneKeepsAllAndRecordsTheRun() {
        Definition definition = define("s", "", 1);
        span("r1", "", 7);
        builder.endSpan();
        resourceNamed("s");
        WalkResult sent = WalkResult.of(builder.build());
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        assertThat(state.recordings().list(1, definition, Long.MAX_VALUE, 10))
                .extracting(Recording::run)
                .containsExactly("r1");
    }

    @Test
    void theNameOfAScriptGoesBeforeItsService() {
        define("named", "", 2);
        span("r1", "", 3);
        builder.attribute(text("script.name", "named"));
        builder.endSpan();
        span("r2", "", 3);
        builder.endSpan();
        resourceNamed("s");
        WalkResult result = apply();
        assertThat(indexes(result.batch(), 0)).containsExactly(0L, 2L);
        assertThat(indexes(result.batch(), 1)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void onlyFramesWithAnIndexOfRunsAreTouched() {
        Definition definition = define("s", "", 10);
        span("", "", 3);
        builder.endSpan();
        span("log", "", 3);
        builder.attribute(text("log.anything", "x"));
        builder.endSpan();
        span("run", "", 0);
        for (String name : List.of("script.frame", "other")) {
            builder.startEvent();
            builder.eventName(builder.string(name));
            builder.eventAttribute(name.equals("other") ? number("script.frame.index", 7) : text("x", "y"));
            builder.endEvent();
        }
        builder.startEvent();
        builder.eventName(builder.string("script.frame"));
        builder.eventAttribute(number("script.frame.index", -7));
        builder.endEvent();
        builder.endSpan();
        resourceNamed("s");
        WalkResult sent = WalkResult.of(builder.build());
        assertThat(resolution.apply(1, sent)).isSameAs(sent);
        assertThat(state.recordings().list(1, definition, Long.MAX_VALUE, 10))
                .extracting(Recording::run)
                .containsExactly("run");
    }

    @Test
    void aRunIdMayBeANumber() {
        Definition definition = define("s", "", 3);
        builder.startSpan().traceId(0, 1).spanId(1).name(builder.string("run"));
        builder.attribute(number("run_id", 17));
        frames(0, 4);
        builder.endSpan();
        resourceNamed("s");
        assertThat(indexes(apply().batch(), 0)).containsExactly(0L, 3L);
        assertThat(state.recordings().of(1, definition, "17")).isNotNull();
    }

    /** What the look at definitions costs a request where a project has none that is enabled. */
    @Test
    void costsNothingWithoutDefinitions() {
        span("r1", "", 1);
        builder.endSpan();
        WalkResult sent = WalkResult.of(builder.build());
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long started = System.nanoTime();
            long same = IntStream.range(0, 100_000)
                    .filter(i -> resolution.apply(1, sent) == sent)
                    .count();
            least = Math.min(least, System.nanoTime() - started);
            assertThat(same).isEqualTo(100_000);
        }
        assertThat(least / 100_000).as("nanoseconds a request").isLessThan(1_000);
    }
}
