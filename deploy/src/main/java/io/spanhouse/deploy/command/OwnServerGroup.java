package io.spanhouse.deploy.command;

import io.spanhouse.deploy.verify.OwnServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands ask that start a server of this very program and send it spans. */
final class OwnServerGroup {
    @Option(names = "--directory", required = true, description = "New directory for the server's data and the lists.")
    private Path directory = Path.of("verify");

    @Option(names = "--batch", defaultValue = "100", description = "Spans of a request. Default: 100.")
    private int batch = 100;

    @Option(
            names = "--start-within",
            defaultValue = "120",
            description = "Seconds of a start after which the run ends; more on a machine that is busy. Default: 120.")
    private double startSeconds = 120;

    @Option(names = "--seed", description = "Of all choices. Default: a new one, which is printed.")
    private @Nullable Long seed;

    @Parameters(paramLabel = "FLAG", arity = "0..*", description = "More flags for the server, after --.")
    private List<String> serverFlags = List.of();

    /** Its options, which the rate of spans completes. */
    OwnServer of(double spansPerSecond) {
        Long given = seed;
        return new OwnServer(
                directory,
                new OwnServer.Load(spansPerSecond, batch),
                Duration.ofMillis((long) (startSeconds * 1_000)),
                given == null ? ThreadLocalRandom.current().nextLong() : given,
                serverFlags);
    }
}
