package io.spanhouse.deploy.command;

import io.spanhouse.deploy.config.ConfigurationReader;
import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.TraceTimes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The flags of commands that send spans. */
final class LoadOptionGroup {
    /** Longer than a server takes to come back. */
    private static final Duration RETRY_FOR = Duration.ofSeconds(60);

    private static final long SPANS = 1_000_000;
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final long DEMO_SPANS = 1_500;
    private static final double DEMO_FAILING = 0.06;

    @Option(
            names = "--endpoint",
            paramLabel = "HOST:PORT",
            description = "Where to send. Default: 127.0.0.1 and 4317, or 4318 with --http.")
    private @Nullable String endpoint;

    @Option(names = "--http", description = "OTLP over HTTP in protobuf instead of gRPC.")
    private boolean http;

    @Option(names = "--gzip", description = "Compress requests.")
    private boolean gzip;

    @Option(
            names = "--key",
            defaultValue = "${env:" + ConfigurationReader.CLIENT_KEY_VARIABLE + "}",
            description = "Key of the project; sent as a bearer token. Default: what SPANHOUSE_KEY holds, or none.")
    private @Nullable String key;

    @Option(names = "--connections", defaultValue = "2", description = "Connections that take turns. Default: 2.")
    private int connections = 2;

    @Option(names = "--in-flight", defaultValue = "16", description = "Most requests without an answer. Default: 16.")
    private int inFlight = 16;

    @Option(names = "--spans", description = "Spans to send. Default: 1000000, or no limit with --seconds.")
    private @Nullable Long spans;

    @Option(names = "--seconds", description = "Time to send for. Default: no limit.")
    private @Nullable Long seconds;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description = "Spans a second; 0 is as many as are taken. Default: 0.")
    private double rate;

    @Option(names = "--batch", defaultValue = "512", description = "Spans of a request. Default: 512.")
    private int batch = 512;

    @Option(
            names = "--late",
            defaultValue = "0",
            description = "Share of spans sent after the others of their trace. Default: 0.")
    private double late;

    @Option(names = "--retry", defaultValue = "0", description = "Share of requests sent twice. Default: 0.")
    private double retry;

    @Option(
            names = "--failing",
            defaultValue = "0.01",
            description = "Share of traces with an exception. Default: 0.01.")
    private double failing = 0.01;

    @Option(names = "--seed", description = "The same seed makes the same spans. Default: a new one, which is printed.")
    private @Nullable Long seed;

    /** The options that the flags of a command say. */
    LoadOptions options(CommandLine line) {
        return checked(line, this::unchecked);
    }

    /** Some hundred traces that look as if they came in over the last hour. */
    LoadOptions demo(CommandLine line) {
        return checked(line, this::uncheckedDemo);
    }

    private static LoadOptions checked(CommandLine line, Supplier<LoadOptions> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, e.getMessage(), e);
        }
    }

    private LoadOptions unchecked() {
        Long count = spans;
        Long time = seconds;
        return new LoadOptions(
                target(),
                new LoadOptions.Amount(
                        count != null ? count : time != null ? Long.MAX_VALUE : SPANS,
                        time == null ? FOREVER : Duration.ofSeconds(time),
                        rate,
                        batch),
                new LoadOptions.Mix(late, retry, RETRY_FOR),
                new LoadOptions.Series(seed(), failing, new TraceTimes.Now(), 0));
    }

    private LoadOptions uncheckedDemo() {
        return new LoadOptions(
                target(),
                new LoadOptions.Amount(DEMO_SPANS, FOREVER, rate, batch),
                new LoadOptions.Mix(0, 0, RETRY_FOR),
                new LoadOptions.Series(seed(), DEMO_FAILING, new TraceTimes.Before(Duration.ofHours(1)), 0));
    }

    private LoadOptions.Target target() {
        String where = endpoint;
        String presented = key;
        return new LoadOptions.Target(
                where == null ? http ? "127.0.0.1:4318" : "127.0.0.1:4317" : where,
                http ? LoadOptions.Protocol.HTTP_PROTOBUF : LoadOptions.Protocol.GRPC,
                gzip,
                presented == null || presented.isEmpty() ? null : presented,
                connections,
                inFlight);
    }

    private long seed() {
        Long given = seed;
        return given == null ? ThreadLocalRandom.current().nextLong() : given;
    }
}
