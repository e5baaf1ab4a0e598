package io.spanhouse.storage;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.scripts.ColumnFilter;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogRequest;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.ScriptRuns;
import io.spanhouse.storage.testing.RunOracle;
import io.spanhouse.storage.testing.RunOracle.Span;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Measures lists and figures of many runs of one script, each a span with 8 attributes, every fourth with a log, with the heap
 * and the shares of it that the program has by default. Run by hand:
 *
 * <pre>
 * java -Xmx512m -cp ... io.spanhouse.storage.RunsFigures [runs]
 * </pre>
 */
final class RunsFigures {
    private static final int BATCH_RUNS = 2_000;
    private static final int ROUNDS = 25;
    private static final long MEBIBYTE = 1L << 20;
    private static final long START = 1_790_000_000_000_000_000L;
    private static final long STEP = 500_000_000L;
    private static final QueryControl FREE = QueryControl.unlimited();

    private RunsFigures() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("runs-figures");
        TraceStore store = TraceStore.open(options(directory));
        int project = store.project("shop");
        fill(store, project, runs);
        store.settle();
        store.close();
        long opening = System.nanoTime();
        store = TraceStore.open(options(directory));
        store.scripts().scripts(project, Visibility.ALL, FREE);
        System.out.printf(Locale.ROOT, "%d runs are read %d ms after the start%n", runs, millis(opening));
        measure(store, project);
        System.gc();
        System.out.printf(
                Locale.ROOT,
                "heap in use %d MiB%n",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        store.close();
    }

    /** What the program makes of a memory of 1 GiB, which it takes unless it is told otherwise. */
    private static StoreOptions options(Path directory) {
        StoreOptions usual = StoreOptions.defaults(directory);
        return new StoreOptions(
                directory,
                1,
                usual.durability(),
                new StoreOptions.Memory(32 * MEBIBYTE, 256 * MEBIBYTE, 192 * MEBIBYTE, 32 * MEBIBYTE, 16 * MEBIBYTE),
                new StoreOptions.Head(
                        256 * MEBIBYTE / 3,
                        usual.head().generationAgeMax(),
                        usual.head().hold()),
                usual.retention(),
                usual.diskReserveBytes(),
                usual.clock());
    }

    /** Of this thread, so that a machine with other work to do measures the same. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private static void fill(TraceStore store, int project, int runs) {
        Random random = new Random(7);
        List<Span> batch = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            long start = START + run * STEP;
            Map<String, String> attributes = new LinkedHashMap<>();
            attributes.put("run_id", id);
            attributes.put("script.name", "balance");
            attributes.put("deployment_id", "deploy-" + run / 100_000);
            attributes.put("script.function", "function" + random.nextInt(20));
            attributes.put("source_type", random.nextBoolean() ? "Tool" : "API");
            attributes.put("source", "flow " + random.nextInt(50));
            attributes.put("script.input", "{\"account\":" + random.nextInt() + "}");
            attributes.put("script.output", "{\"balance\":" + random.nextInt() + "}");
            long end = start + 1_000_000L * (1 + random.nextInt(900));
            batch.add(new Span(
                    1 + 2L * run, 1 + 2L * run, start, end, random.nextInt(50) == 0, "svc", attributes, List.of()));
            if (run % 4 == 0) {
                batch.add(new Span(
                        2 + 2L * run,
                        2 + 2L * run,
                        start + 5,
                        start + 6,
                        false,
                        "svc",
                        Map.of("run_id", id, "log.level", "INFO", "log.message", "Adding " + run + " to the balance"),
                        List.of()));
            }
            if (batch.size() >= BATCH_RUNS || run == runs - 1) {
                store.append(project, RunOracle.batch(batch, false)).join();
                batch.clear();
            }
        }
    }

    private static void measure(TraceStore store, int project) {
        ScriptRuns scripts = store.scripts();
        RunSelection all = RunSelection.all(project, "balance", Visibility.ALL);
        RunSelection week = all.in(new TimeWindow(START, START + 7L * 86_400_000_000_000L));
        time("first page, newest", () -> scripts.runs(new RunRequest(week, RunOrder.NEWEST, 50, null), FREE));
        time(
                "page by response time",
                () -> scripts.runs(new RunRequest(week, new RunOrder(true, true), 50, null), FREE));
        ColumnFilter<RunColumn> failed =
                new ColumnFilter<>(RunColumn.STATUS, ColumnFilter.Operator.EQUAL, List.of("Failed"));
        ColumnFilter<RunColumn> function =
                new ColumnFilter<>(RunColumn.FUNCTION, ColumnFilter.Operator.CONTAINS, List.of("TION7"));
        RunSelection filtered = new RunSelection(
                project,
                "balance",
                week.window(),
                new FilterSet<>(true, List.of(failed, function)),
                "",
                Visibility.ALL);
        time(
                "page of failed runs of a function",
                () -> scripts.runs(new RunRequest(filtered, RunOrder.NEWEST, 50, null), FREE));
        RunSelection searched =
                new RunSelection(project, "balance", week.window(), FilterSet.none(), "beef-4", Visibility.ALL);
        time(
                "page of a search in run ids",
                () -> scripts.runs(new RunRequest(searched, RunOrder.NEWEST, 50, null), FREE));
        long[] days = new long[9];
        for (int i = 0; i < days.length; i++) {
            days[i] = START + i * 86_400_000_000_000L;
        }
        time("metrics with a trend of days", () -> scripts.metrics(week, days, FREE));
        time("distinct sources", () -> scripts.runValues(week, RunColumn.SOURCE, "", 100, FREE));
        String run = scripts.runs(new RunRequest(week, RunOrder.NEWEST, 50, null), FREE)
                .runs()
                .get(25)
                .runId();
        time("one run with its neighbours", () -> scripts.neighbours(week, RunOrder.NEWEST, run, FREE));
        LogSelection logs = new LogSelection(week, FilterSet.none(), "");
        time("first page of logs", () -> scripts.logs(new LogRequest(logs, true, 50, null), FREE));
        ColumnFilter<LogColumn> message =
                new ColumnFilter<>(LogColumn.MESSAGE, ColumnFilter.Operator.CONTAINS, List.of("adding 77"));
        LogSelection adding = new LogSelection(week, new FilterSet<>(true, List.of(message)), "");
        time("page of logs whose message contains", () -> scripts.logs(new LogRequest(adding, true, 50, null), FREE));
        time("list of scripts", () -> scripts.scripts(project, Visibility.ALL, FREE));
    }

    private static void time(String what, Runnable question) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = cpu();
            question.run();
            times[i] = cpu() - start;
        }
        long first = times[0];
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-40s median %6.1f ms, worst %6.1f ms, first %6.1f ms%n",
                what,
                times[ROUNDS / 2] / 1e6,
                times[ROUNDS - 1] / 1e6,
                first / 1e6);
    }
}
