package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ProcessFigures;
import io.spanhouse.deploy.load.TrafficReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all classes of questions, one client that waits for each answer. */
final class BenchQueries {
    private static final double MEBIBYTE = 1 << 20;

    private final BenchRun run;
    private final List<QuestionClass> classes;

    BenchQueries(BenchRun run, List<QuestionClass> classes) {
        this.run = run;
        this.classes = classes;
    }

    /**
     * Questions to a server that is warm and has nothing else to do. As many with other parameters come before the measured
     * ones, so that code and caches are warm.
     */
    void warm() throws IOException {
        run.say("questions");
        int questions = run.options().questions();
        try (Asking asking = new Asking(run.server().queryAddress(), run)) {
            for (QuestionClass one : classes) {
                List<Heard> unused = asking.ask(one, questions, 2 * questions);
            }
        }
        for (QuestionClass one : classes) {
            time(one, one.title(), one.budgets());
        }
        ProcessFigures figures = ProcessFigures.of(run.server().pid());
        Map<String, Double> memory = new LinkedHashMap<>();
        memory.put("now", figures.residentBytes() / MEBIBYTE);
        memory.put("peak", figures.residentBytesMax() / MEBIBYTE);
        run.add(new Row("memory of the server, after questions", "MiB", memory, List.of(), "", ""));
    }

    /** The first questions to a server that just started. What the system has cached of its files stays. */
    void cold() throws IOException {
        run.say("questions after a start");
        for (QuestionClass one : classes) {
            time(one, one.title() + ", after a start", List.of());
        }
    }

    /** On a connection of its own: while answers are checked a server may close one that nobody uses. */
    private void time(QuestionClass questions, String what, List<Budget> budgets) throws IOException {
        long pid = run.server().pid();
        long before = ProcessFigures.of(pid).cpuMicros();
        List<Heard> heard;
        try (Asking asking = new Asking(run.server().queryAddress(), run)) {
            heard = asking.ask(questions, 0, run.options().questions());
        }
        double cpuMillis = (ProcessFigures.of(pid).cpuMicros() - before) / 1e3 / Math.max(1, heard.size());
        run.add(AnswerTimes.row(what, heard, cpuMillis, budgets));
    }

    /** Questions while spans come in at half the rate that the server can take. */
    void duringIngest() throws IOException, InterruptedException, ExecutionException {
        run.say("questions during ingest");
        double rate = run.ackedPerSecond() / 2;
        long spans = (long) (rate * run.options().ingestTime().toNanos() / 1e9);
        long traces = run.data().tracesWith(run.sentTraces(), spans);
        SentProgress progress =
                new SentProgress(run.data(), run.sentTraces(), Math.toIntExact(traces), BenchRun.BATCH_SPANS);
        BenchRun.Way way = new BenchRun.Way(
                false, rate, BenchRun.BATCH_SPANS, run.options().inFlight());
        ExecutorService sender = Executors.newSingleThreadExecutor();
        List<List<Heard>> heard = new ArrayList<>();
        classes.forEach(one -> heard.add(new ArrayList<>()));
        try (Asking asking = new Asking(run.server().queryAddress(), progress)) {
            Future<TrafficReport> sending = sender.submit(() -> run.send(traces, way, progress));
            for (int number = 0; number < run.options().questions() && !sending.isDone(); number++) {
                for (int i = 0; i < classes.size() && !sending.isDone(); i++) {
                    heard.get(i).add(asking.ask(classes.get(i).question().apply(number)));
                }
            }
            TrafficReport sent = sending.get();
            Map<String, Double> ack = new LinkedHashMap<>();
            ack.put("p50", sent.ack().quantileNanos(0.5) / 1e6);
            ack.put("p99", sent.ack().quantileNanos(0.99) / 1e6);
            String note = String.format(Locale.ROOT, "%,.0f spans/s", sent.ackedPerSecond());
            run.add(new Row("ack, ingest at half load with questions", "ms", ack, List.of(), note, ""));
        } finally {
            sender.shutdownNow();
        }
        for (int i = 0; i < classes.size(); i++) {
            String what = classes.get(i).title() + ", during ingest at half load";
            run.add(AnswerTimes.row(what, heard.get(i), -1, List.of()));
        }
    }
}
