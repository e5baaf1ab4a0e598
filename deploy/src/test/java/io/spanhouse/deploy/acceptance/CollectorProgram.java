package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.testing.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real OpenTelemetry Collector with the configuration that we publish, in a process of its own. It is built from Go modules
 * once, and kept in the user's cache under the hash of what it is built from. Whoever starts one closes it.
 */
final class CollectorProgram implements AutoCloseable {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("examples");
    private static final String BUILDER = "go.opentelemetry.io/collector/cmd/builder@v0.161.0";
    private static final long BUILD_MINUTES_MAX = 20;
    private static final boolean MUST_RUN = "true".equals(System.getenv("CI"));

    private final Process process;
    private final Path log;
    private final Ports ports;

    private CollectorProgram(Process process, Path log, Ports ports) {
        this.process = process;
        this.log = log;
        this.ports = ports;
    }

    /** The Collector's file. Skips the test, or fails it where CI is true, if there is none and none can be built. */
    static Path build() throws IOException, InterruptedException {
        Path manifest = EXAMPLES.resolve("collector-builder.yaml");
        Path directory = cache().resolve("collector-" + hash(Files.readAllBytes(manifest)));
        Path program = directory.resolve("collector/otelcol-spanhouse");
        if (Files.isExecutable(program)) {
            return program;
        }
        Files.createDirectories(directory);
        Path log = directory.resolve("build.log");
        String problem;
        try {
            Process build = new ProcessBuilder("go", "run", BUILDER, "--config", manifest.toString())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = build.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES);
            build.destroyForcibly();
            problem = ended && build.exitValue() == 0 ? "" : "it did not build: " + Files.readString(log);
        } catch (IOException e) {
            problem = "Go is not installed: " + e.getMessage();
        }
        assertThat(problem.isEmpty() || !MUST_RUN)
                .as("no OpenTelemetry Collector to test with; %s", problem)
                .isTrue();
        Assumptions.assumeTrue(problem.isEmpty(), "no OpenTelemetry Collector to test with; " + problem);
        return program;
    }

    /** Starts a Collector that sends to a server, and waits until it takes spans. */
    static CollectorProgram start(Path program, Path log, Ports server, String exporter, String compression)
            throws IOException {
        Ports ports = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(),
                        "--config",
                        EXAMPLES.resolve("collector.yaml").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "COLLECTOR_GRPC",
                        "127.0.0.1:" + ports.grpc(),
                        "COLLECTOR_HTTP",
                        "127.0.0.1:" + ports.http(),
                        "COLLECTOR_METRICS",
                        "none",
                        "COLLECTOR_RETRY",
                        "100ms",
                        "SPANHOUSE_GRPC",
                        "127.0.0.1:" + server.grpc(),
                        "SPANHOUSE_HTTP",
                        "http://127.0.0.1:" + server.http(),
                        "SPANHOUSE_EXPORTER",
                        exporter,
                        "SPANHOUSE_COMPRESSION",
                        compression));
        CollectorProgram collector = new CollectorProgram(builder.start(), log, ports);
        Awaitility.await("Collector")
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(() -> !collector.process.isAlive() || collector.log().contains("Everything is ready"));
        assertThat(collector.process.isAlive()).as(collector.log()).isTrue();
        return collector;
    }

    /** Sends requests, each of which the Collector must take. */
    void take(Iterable<byte[]> requests) {
        try (OtlpSender sender = new OtlpSender(ports)) {
            for (byte[] body : requests) {
                Answer answer = sender.offer(Transport.GRPC, body);
                assertThat(answer.ok()).as("%s\n%s", answer, log()).isTrue();
            }
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        return (given == null || given.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given))
                .resolve("spanhouse");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
