package io.spanhouse.deploy.verify;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.TraceTimes;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A server that takes spans at one rate for a long time while retention drops the oldest ones again and again: its memory,
 * open files and disk must stay what they are, and what was acknowledged lately must be there. The time is cut in five; after
 * each fifth all of its spans are read back, and in the end the last fifth is held against the second, since the first fills
 * the disk and warms the program.
 */
public final class Soak {
    private static final int PARTS = 5;
    private static final int COMPARED = 1;

    /** What a span takes on disk in blocks so small that few were merged. */
    private static final long SPAN_BYTES = 60;

    /** So much of what the whole run writes is kept: all of one part with ample room, and drops in the later ones. */
    private static final double KEPT_SHARE = 0.45;

    private static final long KEPT_BYTES_MIN = 10 << 20;
    private static final double GROWTH_MAX = 1.25;
    private static final long MEMORY_SLACK_BYTES = 48 << 20;
    private static final int FILES_SLACK = 32;
    private static final int IN_FLIGHT = 8;
    private static final double LATE = 0.02;
    private static final double REPEATED = 0.02;
    private static final double FAILING = 0.02;
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);

    private final Options options;
    private final PrintWriter out;
    private final Random random;

    /**
     * How long and how hard.
     *
     * @param server what is watched, and what it is sent
     * @param time all of it, without the reading
     */
    public record Options(OwnServer server, Duration time) {
        /** What retention keeps. */
        long keptBytes() {
            double written = time.toSeconds() * server.load().spansPerSecond() * SPAN_BYTES;
            return Math.max(KEPT_BYTES_MIN, (long) (written * KEPT_SHARE));
        }
    }

    /**
     * One fifth of the time.
     *
     * @param traffic what became of the spans
     * @param findings what reading them back found
     * @param most the most of everything that was seen meanwhile
     */
    public record Part(TrafficReport traffic, Findings findings, SoakSample most) {}

    private Soak(Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
        random = new Random(options.server().seed());
    }

    /**
     * Runs all of it.
     *
     * @return what was not right, one sentence each
     * @throws IOException if the server does not start or does not answer
     */
    public static List<String> run(Options options, PrintWriter out) throws IOException, InterruptedException {
        Soak soak = new Soak(options, out);
        List<String> flags = new ArrayList<>(List.of(
                "--store.retention-size=" + options.keptBytes(),
                "--store.generation-age=20s",
                "--store.generation-size=4MiB",
                "--log.level=warn"));
        flags.addAll(options.server().serverFlags());
        List<Part> parts = new ArrayList<>();
        try (ServerProcess server = new ServerProcess(
                options.server().directory(),
                ServerProcess.thisProgram(),
                flags,
                options.server().startMax(),
                soak.random)) {
            server.start();
            for (int number = 1; number <= PARTS; number++) {
                Part part = soak.part(server, number);
                parts.add(part);
                soak.say(number, part);
            }
        }
        return wrong(parts);
    }

    private Part part(ServerProcess server, int number) throws IOException, InterruptedException {
        Path list = options.server().directory().resolve("list-" + number);
        TrafficReport report;
        SoakSample most;
        try (SentSpans sent = new SentSpans(list);
                SoakWatch watch = new SoakWatch(server)) {
            report = traffic(server, sent).run();
            most = watch.most();
        }
        Findings findings = Verification.run(list, new ReadSide(server.queryAddress(), null), Integer.MAX_VALUE);
        return new Part(report, findings, most);
    }

    private Traffic traffic(ServerProcess server, SentSpans sent) {
        return new Traffic(
                new LoadOptions(
                        new LoadOptions.Target(
                                server.grpcEndpoint(), LoadOptions.Protocol.GRPC, false, null, 2, IN_FLIGHT),
                        new LoadOptions.Amount(
                                Long.MAX_VALUE,
                                options.time().dividedBy(PARTS),
                                options.server().load().spansPerSecond(),
                                options.server().load().batchSpans()),
                        new LoadOptions.Mix(LATE, REPEATED, RETRY_FOR),
                        new LoadOptions.Series(random.nextLong(), FAILING, new TraceTimes.Now(), 0)),
                sent);
    }

    private void say(int number, Part part) {
        SoakSample most = part.most();
        out.println(String.format(
                Locale.ROOT,
                "part %d: acked %d, lost %d, wrong %d, duplicated %d, ack p99 %.1f ms, memory %d MiB, heap at its least %d"
                        + " MiB, files %d, disk %d MiB, dropped buckets %d",
                number,
                part.findings().acked(),
                part.findings().lost(),
                part.findings().wrong(),
                part.findings().duplicated(),
                part.traffic().ack().quantileNanos(0.99) / 1e6,
                most.residentBytes() >> 20,
                most.heapBytesLeast() >> 20,
                most.openFiles(),
                most.diskBytes() >> 20,
                most.droppedBuckets()));
        part.findings().examples().forEach(out::println);
        out.flush();
    }

    private static List<String> wrong(List<Part> parts) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).findings().sound()) {
                wrong.add("part " + (i + 1) + " was not read back as it was acknowledged");
            }
        }
        SoakSample early = parts.get(COMPARED).most();
        SoakSample late = parts.get(parts.size() - 1).most();
        grown("memory", early.residentBytes(), late.residentBytes(), MEMORY_SLACK_BYTES, wrong);
        grown("heap", early.heapBytesLeast(), late.heapBytesLeast(), MEMORY_SLACK_BYTES, wrong);
        grown("open files", early.openFiles(), late.openFiles(), FILES_SLACK, wrong);
        grown("disk", early.diskBytes(), late.diskBytes(), MEMORY_SLACK_BYTES, wrong);
        if (late.droppedBuckets() == 0) {
            wrong.add("retention dropped nothing: the time was too short to say anything");
        }
        return wrong;
    }

    private static void grown(String what, long early, long late, long slack, List<String> wrong) {
        if (late > early * GROWTH_MAX + slack) {
            wrong.add(what + " grew from " + early + " in the second fifth to " + late + " in the last");
        }
    }
}
