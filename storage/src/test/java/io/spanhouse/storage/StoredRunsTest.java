package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunPage;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.ScriptRow;
import io.spanhouse.storage.testing.RunOracle;
import io.spanhouse.storage.testing.RunOracle.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are what their spans say, however these come: in pieces, late, twice, out of order, before and after a restart. */
class StoredRunsTest {
    private static final int STEPS = 60;
    private static final QueryControl FREE = QueryControl.unlimited();

    @TempDir
    private Path directory;

    private TraceStore open() {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return TraceStore.open(new StoreOptions(
                directory,
                2,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(1 << 20, Duration.ofMinutes(10), Duration.ZERO),
                defaults.retention(),
                0,
                defaults.clock()));
    }

    /** Spans that are in the store, by trace, id and what tells repeats from others. */
    private final Map<String, Span> stored = new TreeMap<>();

    private static String key(Span span) {
        return span.trace() + "/" + span.id() + "/" + span;
    }

    @RepeatedTest(4)
    void runsAreWhatTheOracleSays() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Span> planned = plan(random);
        Collections.shuffle(planned, random);
        TraceStore store = open();
        int project = store.project("default");
        int other = store.project("other");
        try {
            int sent = 0;
            for (int step = 0; step < STEPS; step++) {
                int end = Math.min(planned.size(), sent + random.nextInt(2 * planned.size() / STEPS + 1));
                List<Span> some = new ArrayList<>(planned.subList(sent, end));
                sent = end;
                for (int i = 0; i < 3 && sent > 0; i++) {
                    some.add(planned.get(random.nextInt(sent)));
                }
                some.removeIf(span -> stored.values().stream()
                        .anyMatch(known -> known.trace() == span.trace()
                                && known.id() == span.id()
                                && !key(known).equals(key(span))
                                && known.attributes().containsKey("piece")));
                store.append(project, RunOracle.batch(some, false)).join();
                some.forEach(span -> stored.put(key(span), span));
                switch (random.nextInt(8)) {
                    case 0 -> store.settle();
                    case 1 -> {
                        store.close();
                        store = open();
                    }
                    case 2 -> replace(store, project, random);
                    default -> store.append(other, RunOracle.batch(some, false)).join();
                }
                if (random.nextBoolean()) {
                    assertThat(runs(store, project))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(RunOracle.runs(stored.values()));
                }
            }
            store.settle();
            assertThat(runs(store, project)).as("seed %d", seed).isEqualTo(RunOracle.runs(stored.values()));
        } finally {
            store.close();
        }
    }

    /** Sends a piece of a span, which then takes the place of all that the span had. */
    private void replace(TraceStore store, int project, Random random) {
        if (stored.isEmpty()) {
            return;
        }
        List<Span> all = new ArrayList<>(stored.values());
        Span one = all.get(random.nextInt(all.size()));
        List<String> versions = stored.keySet().stream()
                .filter(key -> key.startsWith(one.trace() + "/" + one.id() + "/"))
                .toList();
        if (versions.size() > 1) {
            return;
        }
        Map<String, String> more = new LinkedHashMap<>();
        more.put("piece", Integer.toString(random.nextInt(3)));
        more.put("source", "piece" + random.nextInt(3));
        Span piece = new Span(one.trace(), one.id(), one.start(), one.end(), false, one.service(), more, List.of());
        store.append(project, RunOracle.batch(List.of(piece), true)).join();
        stored.keySet().removeAll(versions);
        Span whole = one.with(piece);
        stored.put(key(whole), whole);
    }

    private static List<Span> plan(Random random) {
        List<Span> spans = new ArrayList<>();
        for (int run = 0; run < 60; run++) {
            long start = 1_000 + 10 * run;
            String service = "service" + random.nextInt(2);
            int candidates = random.nextInt(3);
            for (int i = 0; i < candidates; i++) {
                Map<String, String> attributes = attributes(run, random);
                attributes.put("script.name", "script" + random.nextInt(2));
                long end = random.nextInt(4) == 0 ? 0 : start + 5 + random.nextInt(50);
                List<RunOracle.Line> lines = random.nextBoolean()
                        ? List.of()
                        : List.of(new RunOracle.Line("script.stdout", start + 1, "line " + run));
                spans.add(new Span(
                        1 + random.nextInt(90),
                        1 + 10L * run + i,
                        start + random.nextInt(3),
                        end,
                        random.nextInt(3) == 0,
                        service,
                        attributes,
                        lines));
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                Map<String, String> attributes = attributes(run, random);
                attributes.put("log.level", random.nextBoolean() ? "INFO" : "ERROR");
                attributes.put("log.message", "message " + random.nextInt(5));
                spans.add(new Span(
                        100 + random.nextInt(90),
                        5 + 10L * run + i,
                        start + random.nextInt(100),
                        start + 200,
                        false,
                        service,
                        attributes,
                        List.of()));
            }
        }
        for (int i = 0; i < 100; i++) {
            spans.add(new Span(
                    1 + random.nextInt(90), 10_000 + i, 5, 6, false, "service0", Map.of("k", "v" + i), List.of()));
        }
        return spans;
    }

    private static Map<String, String> attributes(int run, Random random) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("run_id", "run" + run);
        for (String key : List.of("script.function", "source", "enduser.id")) {
            if (random.nextBoolean()) {
                attributes.put(key, key + random.nextInt(3));
            }
        }
        return attributes;
    }

    private static List<String> runs(TraceStore store, int project) {
        List<String> texts = new ArrayList<>();
        for (ScriptRow script :
                store.scripts().scripts(project, Visibility.ALL, FREE).scripts()) {
            Map<String, List<String>> logs = new TreeMap<>();
            RunSelection all = RunSelection.all(project, script.name(), Visibility.ALL);
            store.scripts()
                    .eachLog(
                            new LogSelection(all, FilterSet.none(), ""),
                            true,
                            FREE,
                            log -> logs.computeIfAbsent(log.runId(), id -> new ArrayList<>())
                                    .add(log.timeNanos() + " " + log.level().name() + " " + log.message()));
            int before = texts.size();
            store.scripts().eachRun(all, RunOrder.NEWEST, FREE, run -> {
                List<String> ofRun = logs.getOrDefault(run.runId(), new ArrayList<>());
                ofRun.sort(null);
                texts.add(text(run, ofRun));
            });
            assertThat(texts.size() - before).isEqualTo((int) script.runs());
        }
        texts.sort(null);
        return texts;
    }

    private static String text(RunRow run, List<String> logs) {
        return String.join(
                " | ",
                run.runId(),
                run.script(),
                run.status().text(),
                Long.toString(run.startNanos()),
                Long.toString(run.endNanos()),
                run.function(),
                run.source(),
                run.user(),
                Integer.toString(run.spans()),
                String.join("; ", logs));
    }

    @Test
    void pagesShowRunsAsTheyWereForTheFirst() {
        try (TraceStore store = open()) {
            int project = store.project("default");
            for (int i = 0; i < 25; i++) {
                send(store, project, i, 0);
            }
            RunSelection all = new RunSelection(
                    project, "s", new TimeWindow(0, TimeWindow.FOREVER), FilterSet.none(), "", Visibility.ALL);
            List<String> seen = new ArrayList<>();
            String cursor = null;
            do {
                RunPage page = page(store, all, cursor);
                assertThat(page.total()).isEqualTo(25);
                page.runs().forEach(run -> seen.add(run.runId() + run.status().text()));
                cursor = page.cursor();
                // What comes between pages moves nothing: new runs, and runs that end.
                send(store, project, 100 + seen.size(), 0);
                send(store, project, seen.size() % 25, 9_000_000);
            } while (cursor != null);
            List<String> expected = new ArrayList<>();
            for (int i = 24; i >= 0; i--) {
                expected.add("r" + i + "In Progress");
            }
            assertThat(seen).isEqualTo(expected);
        }
    }

    private static RunPage page(TraceStore store, RunSelection all, @Nullable String cursor) {
        return store.scripts().runs(new RunRequest(all, RunOrder.NEWEST, 7, cursor), FREE);
    }

    private static void send(TraceStore store, int project, int run, long end) {
        Span span = new Span(run + 1, run + 1, 1_000 + run, end, false, "s", Map.of("run_id", "r" + run), List.of());
        store.append(project, RunOracle.batch(List.of(span), false)).join();
    }
}
