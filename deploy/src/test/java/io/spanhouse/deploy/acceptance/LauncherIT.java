package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The one command of the README, as somebody runs it who has just got the sources: nothing is built yet. */
@Timeout(600)
final class LauncherIT {
    private static final Path CHECKOUT =
            Path.of(System.getProperty("basedir", "."), "..").toAbsolutePath().normalize();

    /** What a checkout does not have. */
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", "data");

    @TempDir
    Path directory;

    @Test
    void buildsStartsTellsWhereToSendAndShowsSamples() throws Exception {
        copyCheckout();
        Ports ports = Ports.free();
        Path log = directory.resolve("run.log");
        List<String> command =
                new ArrayList<>(List.of("bash", "checkout/deploy/run", "--demo", "--memory=256MiB", "--data", "kept"));
        command.addAll(ports.flags());
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            awaitInLog(process, log, "export OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=none");
            assertThat(Files.readString(log))
                    .contains("127.0.0.1:" + ports.grpc() + " (OTLP over gRPC)")
                    .contains("http://127.0.0.1:" + ports.http() + " (OTLP over HTTP)")
                    .contains("http://127.0.0.1:" + ports.query() + "/")
                    .contains("http://127.0.0.1:" + ports.admin() + "/status")
                    .contains("export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:" + ports.http())
                    .contains("export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
            assertThat(directory.resolve("kept")).isNotEmptyDirectory();
            assertThat(directory.resolve("checkout/deploy/target"))
                    .as("archive of classes for later starts")
                    .isDirectoryContaining("glob:**.{jsa,aot}");
            ReadApi api = new ReadApi(ports);
            Awaitility.await("sample traces")
                    .atMost(60, TimeUnit.SECONDS)
                    .pollInterval(200, TimeUnit.MILLISECONDS)
                    .untilAsserted(() -> {
                        assertThat(FoundTraces.all(api, "{}")).hasSizeGreaterThan(100);
                        assertThat(api.get("/services").get("services").size()).isGreaterThan(5);
                        assertThat(api.get("/trace-definitions/1/recordings")
                                        .get("recordings")
                                        .size())
                                .isEqualTo(3);
                    });
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void awaitInLog(Process process, Path log, String text) {
        Awaitility.await(text)
                .atMost(400, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    String said = Files.readString(log);
                    if (!process.isAlive()) {
                        throw new IllegalStateException("ended: " + said);
                    }
                    assertThat(said).contains(text);
                });
    }

    private void copyCheckout() throws IOException {
        Path copy = directory.resolve("checkout");
        Files.walkFileTree(CHECKOUT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(CHECKOUT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                if (!NOT_COPIED.contains(from.getFileName().toString())) {
                    Files.copy(from, copy.resolve(CHECKOUT.relativize(from)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
