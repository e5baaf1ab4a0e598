package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.TrafficReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Eight clients search, each as fast as it is answered, while spans come in as fast as they are taken. */
final class BenchSearchers {
    private static final int CLIENTS = 8;
    /** A client that was answered so often stops, so that all answers can be kept and checked. */
    private static final int QUESTIONS_MAX = 1_000;
    /** Spans are sent for so many times as long as questions are asked at half load. */
    private static final double TIME_SHARE = 0.5;

    private final BenchRun run;
    private final List<QuestionClass> searches;

    BenchSearchers(BenchRun run, List<QuestionClass> classes) {
        this.run = run;
        this.searches = classes.stream()
                .filter(one -> one.key().startsWith("newest")
                        || one.key().startsWith("value")
                        || one.key().equals("window"))
                .toList();
    }

    void search() throws IOException, InterruptedException, ExecutionException {
        if (searches.isEmpty()) {
            return;
        }
        run.say("eight searches during full ingest");
        long spans = (long)
                (TIME_SHARE * run.ackedPerSecond() * run.options().ingestTime().toNanos() / 1e9);
        long traces = run.data().tracesWith(run.sentTraces(), spans);
        SentProgress progress =
                new SentProgress(run.data(), run.sentTraces(), Math.toIntExact(traces), BenchRun.BATCH_SPANS);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
        List<Heard> heard = new ArrayList<>();
        try {
            Future<TrafficReport> sending = threads.submit(() -> run.send(traces, run.way(false), progress));
            List<Future<List<Heard>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                clients.add(threads.submit(() -> ask(progress, sending, number)));
            }
            TrafficReport sent = sending.get();
            for (Future<List<Heard>> client : clients) {
                heard.addAll(client.get());
            }
            run.add(Row.of("acked spans a second, with eight searches", "", sent.ackedPerSecond(), List.of(), ""));
        } finally {
            threads.shutdownNow();
        }
        run.add(AnswerTimes.row("eight searches during full ingest", heard, -1, List.of()));
    }

    private List<Heard> ask(SentProgress progress, Future<TrafficReport> sending, int client) throws IOException {
        List<Heard> heard = new ArrayList<>();
        try (Asking asking = new Asking(run.server().queryAddress(), progress)) {
            for (int number = client; heard.size() < QUESTIONS_MAX && !sending.isDone(); number += CLIENTS) {
                heard.add(asking.ask(
                        searches.get(number % searches.size()).question().apply(number / searches.size())));
            }
        }
        return heard;
    }
}
