package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The measuring script runs to its end; how good the figures are is no matter of a test. */
@Timeout(300)
final class MeasureIT {
    @TempDir
    Path directory;

    @Test
    void everyFigureIsThere() throws Exception {
        Process measure = new ProcessBuilder(
                        "../deploy/measure",
                        "--spans=3000",
                        "--warm-up=1000",
                        "--generation-age=1",
                        "--directory=" + directory.resolve("measured"))
                .redirectErrorStream(true)
                .start();
        String said = new String(measure.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(measure.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("(7000 spans in ")
                .contains("| get by id, hit, p50 and p99 |")
                .contains("(200 of 200 at the first question)")
                .contains("exit code 0");
        List<String> rows =
                said.lines().filter(line -> line.startsWith("| ")).skip(1).toList();
        assertThat(rows).hasSize(25).allMatch(row -> row.matches(".*\\d.*"));
    }
}
