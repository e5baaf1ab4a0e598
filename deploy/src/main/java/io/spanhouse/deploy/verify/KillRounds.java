package io.spanhouse.deploy.verify;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.TraceTimes;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kills a server again and again while it takes spans, and looks each time whether all is there that it acknowledged. Clients
 * go on over the kills: some send again what got no answer, as exporters do, some leave it in doubt. Spans come late and
 * requests twice. Generations are small and short, so that kills hit seals and merges too. Ends with an orderly stop under
 * load.
 */
public final class KillRounds {
    /** Small and short generations, so that there is something to be hit. */
    private static final List<String> SERVER_FLAGS = List.of(
            "--store.generation-size=1MiB", "--store.generation-age=1s", "--store.hold=200ms", "--log.level=info");

    private static final Duration STOP_MAX = Duration.ofSeconds(10);
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final long PAUSE_MILLIS_MIN = 200;
    private static final int IN_FLIGHT = 8;
    /** A point ends the server when it is reached up to so many times. */
    private static final int POINT_COUNT_MAX = 8;

    private static final double LATE = 0.05;
    private static final double REPEATED = 0.1;
    private static final double FAILING = 0.05;

    /** Traces that a verification between rounds reads by id. */
    private static final int SAMPLED_TRACES = 5_000;

    private final Options options;
    private final PrintWriter out;
    private final Random random;
    private final List<Duration> ready = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private ServerProcess.BlocksWritten written = new ServerProcess.BlocksWritten(0, 0);
    private int atPoints;
    private final ExecutorService clients = Executors.newSingleThreadExecutor();

    /**
     * How hard it is tried.
     *
     * @param server what is killed, and what it is sent
     * @param rounds kills
     * @param checkEvery rounds between two verifications
     * @param pauseMost longest time from one start to the next kill; the shortest is 0.2 s
     * @param readyMax a start that takes longer is a failure
     * @param afterKill words of a command to run after each kill, before the next start; empty for none
     * @param points points of its work at which the server is to end by itself, by turns; empty for kills at random times
     */
    public record Options(
            OwnServer server,
            int rounds,
            int checkEvery,
            Duration pauseMost,
            Duration readyMax,
            List<String> afterKill,
            List<String> points) {}

    /**
     * What came out.
     *
     * @param kills how often the server was killed
     * @param atPoints how often it ended by itself at a named point
     * @param written blocks that the killed servers had written as far as they said so: that there was something to hit
     * @param findings of the last verification, which is of everything
     * @param readyMedian of the starts after kills
     * @param readyMost of the starts after kills
     * @param stop time that the orderly stop took
     * @param failures what else was not right
     */
    public record Outcome(
            int kills,
            int atPoints,
            ServerProcess.BlocksWritten written,
            Findings findings,
            Duration readyMedian,
            Duration readyMost,
            Duration stop,
            List<String> failures) {
        /** Whether nothing was lost, wrong or there twice, and starts and stop were in order and in time. */
        public boolean sound() {
            return findings.sound() && failures.isEmpty();
        }
    }

    private KillRounds(Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
        this.random = new Random(options.server().seed());
    }

    /**
     * Runs all rounds; what happens is printed as it does.
     *
     * @throws IOException if the server does not start or does not answer
     */
    public static Outcome run(Options options, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        KillRounds rounds = new KillRounds(options, out);
        Path lists = options.server().directory().resolve("lists");
        List<String> flags = new ArrayList<>(SERVER_FLAGS);
        flags.addAll(options.server().serverFlags());
        try (ServerProcess server = new ServerProcess(
                        options.server().directory(),
                        ServerProcess.thisProgram(),
                        flags,
                        options.server().startMax(),
                        rounds.random);
                SentSpans sent = new SentSpans(lists)) {
            rounds.say(
                    "seed %d, first start ready after %.2f s", options.server().seed(), seconds(server.start()));
            Findings findings = rounds.kills(server, sent, lists);
            if (!findings.sound()) {
                return rounds.outcome(findings, Duration.ZERO);
            }
            Duration stop = rounds.stopUnderLoad(server, sent);
            server.start();
            return rounds.outcome(rounds.verify(server, lists, Integer.MAX_VALUE), stop);
        } finally {
            rounds.clients.shutdownNow();
        }
    }

    private Findings kills(ServerProcess server, SentSpans sent, Path lists)
            throws IOException, InterruptedException, ExecutionException {
        Findings findings;
        do {
            Traffic traffic = traffic(server, sent, random.nextBoolean() ? RETRY_FOR : Duration.ZERO);
            Future<TrafficReport> running = clients.submit(traffic::run);
            for (int i = 0; i < options.checkEvery() && ready.size() < options.rounds(); i++) {
                if (options.points().isEmpty()) {
                    pause(running);
                    count(server);
                } else if (server.endsWithin(options.pauseMost())) {
                    atPoints++;
                }
                server.kill();
                runAfterKill();
                Duration start = startAgain(server);
                ready.add(start);
                if (start.compareTo(options.readyMax()) > 0) {
                    failures.add(String.format(
                            Locale.ROOT, "start after kill %d took %.1f s", ready.size(), seconds(start)));
                }
            }
            if (!options.points().isEmpty()) {
                // The next point must not be reached while answers are read.
                server.kill();
                server.start();
            }
            pause(running);
            traffic.stop();
            running.get();
            findings = verify(server, lists, SAMPLED_TRACES);
        } while (findings.sound() && ready.size() < options.rounds());
        return findings;
    }

    private Duration startAgain(ServerProcess server) throws IOException, InterruptedException {
        if (options.points().isEmpty()) {
            return server.start();
        }
        String point = options.points().get(ready.size() % options.points().size());
        try {
            return server.start(
                    List.of("-Dspanhouse.crash-point=" + point + ":" + (1 + random.nextInt(POINT_COUNT_MAX))));
        } catch (IOException e) {
            if (!server.endsWithin(Duration.ZERO)) {
                throw e;
            }
            // The point was reached while it started.
            atPoints++;
            return server.start();
        }
    }

    /** Does to the disk what a kill alone does not: forgets what was not synced, for instance. */
    private void runAfterKill() throws IOException, InterruptedException {
        if (options.afterKill().isEmpty()) {
            return;
        }
        Process command = new ProcessBuilder(options.afterKill())
                .redirectErrorStream(true)
                .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        out.print(said);
        if (command.waitFor() != 0) {
            throw new IOException("the command after a kill failed: " + said);
        }
    }

    /** Asked just before a kill. A server that is too busy to say it is not counted, which is no failure. */
    private void count(ServerProcess server) throws InterruptedException {
        try {
            written = written.plus(server.blocksWritten());
        } catch (IOException e) {
            say("before kill %d the server did not say what it wrote: %s", ready.size() + 1, e);
        }
    }

    private Duration stopUnderLoad(ServerProcess server, SentSpans sent)
            throws InterruptedException, ExecutionException {
        Traffic traffic = traffic(server, sent, Duration.ZERO);
        Future<TrafficReport> running = clients.submit(traffic::run);
        pause(running);
        count(server);
        long toldNanoTime = System.nanoTime();
        int exitCode = server.stop(STOP_MAX);
        Duration took = Duration.ofNanos(System.nanoTime() - toldNanoTime);
        if (exitCode != 0) {
            failures.add(
                    String.format(Locale.ROOT, "told to end, it ended with %d after %.1f s", exitCode, seconds(took)));
        }
        traffic.stop();
        running.get();
        return took;
    }

    private Traffic traffic(ServerProcess server, SentSpans sent, Duration retryFor) {
        boolean http = random.nextBoolean();
        return new Traffic(
                new LoadOptions(
                        new LoadOptions.Target(
                                http ? server.httpEndpoint() : server.grpcEndpoint(),
                                http ? LoadOptions.Protocol.HTTP_PROTOBUF : LoadOptions.Protocol.GRPC,
                                random.nextBoolean(),
                                null,
                                2,
                                IN_FLIGHT),
                        new LoadOptions.Amount(
                                Long.MAX_VALUE,
                                FOREVER,
                                options.server().load().spansPerSecond(),
                                options.server().load().batchSpans()),
                        new LoadOptions.Mix(LATE, REPEATED, retryFor),
                        new LoadOptions.Series(random.nextLong(), FAILING, new TraceTimes.Now(), 0)),
                sent);
    }

    /** Lets the traffic run for a random time. */
    private void pause(Future<TrafficReport> running) throws InterruptedException, ExecutionException {
        long most = options.pauseMost().toMillis();
        long millis = PAUSE_MILLIS_MIN + (long) (random.nextDouble() * (most - PAUSE_MILLIS_MIN));
        try {
            running.get(millis, TimeUnit.MILLISECONDS);
            throw new IllegalStateException("the traffic ended by itself");
        } catch (TimeoutException stillRuns) {
            return;
        }
    }

    private Findings verify(ServerProcess server, Path lists, int tracesMax) throws IOException, InterruptedException {
        Findings findings = Verification.run(lists, new ReadSide(server.queryAddress(), null), tracesMax);
        say(
                "%d kills: acked %d, lost %d, wrong %d, duplicated %d, in doubt %d (present %d), traces %d by id, %d by"
                        + " search",
                ready.size(),
                findings.acked(),
                findings.lost(),
                findings.wrong(),
                findings.duplicated(),
                findings.inDoubt(),
                findings.inDoubtPresent(),
                findings.tracesById(),
                findings.tracesBySearch());
        return findings;
    }

    private Outcome outcome(Findings findings, Duration stop) {
        List<Duration> sorted = new ArrayList<>(ready);
        Collections.sort(sorted);
        return new Outcome(
                sorted.size(),
                atPoints,
                written,
                findings,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1),
                stop,
                List.copyOf(failures));
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
