package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.frames.FrameText;
import io.spanhouse.storage.frames.SpanFrames;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.FrameSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What blocks and head say of frames is what their spans say, read whole: late spans, repeats, spans that come out of order,
 * merges, kills and losses make no difference.
 */
final class FramePlacesTest {
    private static final QueryControl FREE = QueryControl.unlimited();
    private static final int ROUNDS = 25;
    private static final int RUNS = 3;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("frames.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int project;

    private TraceStore open(Path path) {
        StoreOptions options = StoreOptions.defaults(path);
        TraceStore store = TraceStore.open(options);
        project = store.project("p");
        return store;
    }

    /** The ids of spans are those of a run and a number; the own span of a run is number 1. */
    private static long id(int run, int number) {
        return run * 1_000L + number;
    }

    private FrameRequest request(int run) {
        List<TraceId> traces = new ArrayList<>();
        for (int trace = 1; trace <= 4; trace++) {
            traces.add(new TraceId(1, trace));
        }
        return new FrameRequest(
                project, traces, List.of("run_id", "script.run_id"), "run" + run, id(run, 1), Visibility.ALL);
    }

    private void compare(TraceStore store, String when) {
        for (int run = 1; run <= RUNS; run++) {
            List<String> expected = text(SpanFrames.read(store::get, request(run), FREE));
            List<String> found = text(store.frames(request(run), FREE));
            List<String> missing = new ArrayList<>(expected);
            found.forEach(missing::remove);
            expected.forEach(found::remove);
            String what = "seed " + seed + " run " + run + ", " + when;
            assertThat(missing).as(what + ", missing").isEmpty();
            assertThat(found).as(what + ", too many").isEmpty();
        }
    }

    /** Where a span lies is left out. */
    private static List<String> text(FramePlaces places) {
        List<String> lines = new ArrayList<>();
        for (FramePlaces.Part part : places.parts()) {
            for (int span : part.spans()) {
                lines.add(part.trace() + " " + FrameText.of(part.table(), span).replaceFirst("row [0-9]+", ""));
            }
        }
        places.exceptions().forEach(exception -> lines.add(exception.toString()));
        Collections.sort(lines);
        lines.add(places.completeness().toString());
        return lines;
    }

    private FrameSpans some() {
        FrameSpans spans = new FrameSpans();
        for (int i = random.nextInt(12); i >= 0; i--) {
            int run = 1 + random.nextInt(RUNS);
            int number = 1 + random.nextInt(60);
            boolean child = number > 1 && random.nextBoolean();
            boolean named = !child || random.nextInt(3) > 0;
            spans.add(
                    1 + number % 4,
                    id(run, number),
                    child ? id(1 + random.nextInt(RUNS), 1) : 0,
                    named ? "run" + run : "",
                    events());
        }
        return spans;
    }

    private List<FrameSpans.Event> events() {
        List<FrameSpans.Event> events = new ArrayList<>();
        int index = random.nextInt(500);
        for (int i = random.nextInt(5) == 0 ? 0 : random.nextInt(250); i > 0; i--) {
            if (random.nextInt(30) == 0) {
                events.add(new FrameSpans.Event(-1, List.of(), true));
            } else if (random.nextInt(60) == 0) {
                index -= random.nextInt(Math.min(20, index + 1));
            }
            List<String> sets = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                sets.add("v" + random.nextInt(20));
            }
            events.add(new FrameSpans.Event(index, sets, random.nextInt(40) == 0));
            index += random.nextInt(20) == 0 ? 3 : 1;
        }
        return events;
    }

    @Test
    void areThoseOfTheSpansWhateverHappens() throws IOException {
        Path path = directory.resolve("store");
        TraceStore store = open(path);
        List<FrameSpans> sent = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            FrameSpans spans =
                    random.nextInt(4) == 0 && !sent.isEmpty() ? sent.get(random.nextInt(sent.size())) : some();
            sent.add(spans);
            store.append(project, spans.build()).join();
            int what = random.nextInt(6);
            if (what == 0) {
                store.settle();
            } else if (what == 1) {
                Path copy = directory.resolve("killed" + round);
                copy(path, copy);
                store.close();
                path = copy;
                store = open(path);
            }
            if (random.nextInt(3) == 0) {
                compare(store, "round " + round);
            }
        }
        compare(store, "at the end");
        store.settle();
        compare(store, "in blocks");
        store.close();
        store = open(path);
        compare(store, "after a start");
        store.close();
    }

    /** As a kill leaves it: what was acknowledged is on disk, and the files of an open store are taken as they are. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.getFileName().toString().equals("LOCK")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void areGoneWithTheirSpans() {
        try (TraceStore store = open(directory)) {
            store.append(
                            project,
                            new FrameSpans()
                                    .add(1, id(1, 1), 0, "run1", events())
                                    .build())
                    .join();
            store.settle();
            assertThat(store.deleteProject("p")).isTrue();
            assertThat(store.frames(request(1), FREE).parts()).isEmpty();
            store.settle();
            project = store.project("p");
            assertThat(store.frames(request(1), FREE).parts()).isEmpty();
        }
    }

    /** The fast form of a recording of a million frames: how many there are decides how long it takes, their number does not. */
    @Test
    void ofALongRecordingAreFoundWithoutItsEvents() {
        int spans = 300;
        try (TraceStore store = open(directory)) {
            FrameSpans all = new FrameSpans().add(1, id(1, 1), 0, "run1", List.of());
            for (int span = 0; span < spans; span++) {
                List<FrameSpans.Event> events = new ArrayList<>();
                for (int frame = 0; frame < 100; frame++) {
                    events.add(new FrameSpans.Event(100 * span + frame, List.of("i", "v" + frame % 20), false));
                }
                all.add(1, 10_000 + span, id(1, 1), span % 2 == 0 ? "run1" : "", events);
            }
            store.append(project, all.build()).join();
            compare(store, "in memory");
            store.settle();
            compare(store, "in blocks");
            FramePlaces places = store.frames(request(1), FREE);
            assertThat(places.parts().stream()
                            .mapToInt(part -> part.table().pieces())
                            .sum())
                    .isEqualTo(spans);
        }
    }
}
