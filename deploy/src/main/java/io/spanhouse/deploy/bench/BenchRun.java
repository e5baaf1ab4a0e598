package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the parts of a run share: the server, what it was sent, the report. A directory's data can be asked again by a later
 * run: a file says what was sent, and it is away while that is not certain. Not thread-safe.
 */
final class BenchRun implements Asking.SentExtent {
    static final int BATCH_SPANS = 512;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 2;

    private final Bench.Options options;
    private final ServerProcess server;
    private final PrintWriter out;
    private final DataSet data;
    private final BenchReport report = new BenchReport();
    private long sentTraces;
    private double ackedPerSecond;

    /** How spans are sent. */
    record Way(boolean gzip, double spansPerSecond, int batchSpans, int inFlight) {}

    private BenchRun(Bench.Options options, ServerProcess server, PrintWriter out, DataSet data) {
        this.options = options;
        this.server = server;
        this.out = out;
        this.data = data;
    }

    /** A run on a new directory. */
    static BenchRun begin(Bench.Options options, ServerProcess server, PrintWriter out, long nowNanos) {
        return new BenchRun(options, server, out, DataSet.ofSpans(options.seed(), options.spans(), nowNanos));
    }

    /** A run on the data of an earlier one. */
    static BenchRun resume(Bench.Options options, ServerProcess server, PrintWriter out) {
        JsonNode was = MAPPER.readTree(identityFile(options.directory()));
        DataSet data = new DataSet(new DataSet.Identity(
                was.required("seed").asLong(),
                was.required("firstNanos").asLong(),
                was.required("traces").asLong()));
        BenchRun run = new BenchRun(options, server, out, data);
        run.sentTraces = was.required("sentTraces").asLong();
        run.ackedPerSecond = was.required("ackedPerSecond").asDouble();
        return run;
    }

    /** The file of a directory that says what was sent. */
    static Path identityFile(Path directory) {
        return directory.resolve("bench.json");
    }

    /** Says what the figures are of. */
    void about(List<QuestionClass> classes) {
        DataSet.Identity identity = data.identity();
        report.about("Machine", MeasuredMachine.line());
        report.about("Server", String.join(" ", options.program()) + " " + String.join(" ", options.flags()));
        report.about(
                "Data",
                String.format(
                        Locale.ROOT,
                        "%,d spans in %,d traces over %d minutes, seed %d",
                        data.spans(0, identity.traces()),
                        identity.traces(),
                        Duration.ofNanos(DataSet.SPAN_NANOS).toMinutes(),
                        identity.seed()));
        report.about("Questions", options.questions() + " of each of " + classes.size() + " classes");
    }

    Bench.Options options() {
        return options;
    }

    ServerProcess server() {
        return server;
    }

    DataSet data() {
        return data;
    }

    BenchReport report() {
        return report;
    }

    /** Traces sent and acknowledged so far. */
    long sentTraces() {
        return sentTraces;
    }

    @Override
    public long certain() {
        return sentTraces;
    }

    @Override
    public long possible() {
        return sentTraces;
    }

    /** How many spans a second the server took when it was last sent as many as it takes. */
    double ackedPerSecond() {
        return ackedPerSecond;
    }

    void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    /** Adds a row, and prints it, as a run takes minutes. */
    void add(Row row) {
        report.add(row);
        say("%s: %s %s %s", row.what(), row.text(), row.note(), row.verdict());
    }

    /** The way in which loads are sent. */
    Way way(boolean gzip) {
        return new Way(gzip, 0, BATCH_SPANS, options.inFlight());
    }

    /**
     * Sends the next traces.
     *
     * @throws IOException if not all of them are acknowledged
     */
    TrafficReport send(long traces, Way way, TrafficObserver observer) throws IOException, InterruptedException {
        Files.deleteIfExists(identityFile(options.directory()));
        long spans = data.spans(sentTraces, traces);
        TrafficReport sent = traffic(spans, way, RETRY_FOR, observer).run();
        if (sent.spans().acked() != spans) {
            throw new IOException(
                    sent.spans().acked() + " spans were acknowledged, expected " + spans + ": " + sent.details());
        }
        sentTraces += traces;
        if (way.equals(way(way.gzip()))) {
            ackedPerSecond = sent.ackedPerSecond();
        }
        note();
        return sent;
    }

    private void note() throws IOException {
        Files.writeString(
                identityFile(options.directory()),
                MAPPER.createObjectNode()
                        .put("seed", data.identity().seed())
                        .put("firstNanos", data.identity().firstNanos())
                        .put("traces", data.identity().traces())
                        .put("sentTraces", sentTraces)
                        .put("ackedPerSecond", ackedPerSecond)
                        .toString());
    }

    /** Spans without end, which are not counted among those sent: the data cannot be asked again afterwards. */
    Traffic endless() throws IOException {
        Files.deleteIfExists(identityFile(options.directory()));
        return traffic(Long.MAX_VALUE, way(false), Duration.ofSeconds(2), TrafficObserver.NONE);
    }

    private Traffic traffic(long spans, Way way, Duration retryFor, TrafficObserver observer) {
        return new Traffic(
                new LoadOptions(
                        new LoadOptions.Target(
                                server.grpcEndpoint(),
                                LoadOptions.Protocol.GRPC,
                                way.gzip(),
                                null,
                                CONNECTIONS,
                                way.inFlight()),
                        new LoadOptions.Amount(spans, FOREVER, way.spansPerSecond(), way.batchSpans()),
                        new LoadOptions.Mix(0, 0, retryFor),
                        data.options(sentTraces)),
                observer);
    }
}
