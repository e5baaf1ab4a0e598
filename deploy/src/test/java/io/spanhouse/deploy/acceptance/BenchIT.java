package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark's script runs to its end, and the server's answers are right; then the note of what was sent is changed by
 * one nanosecond, and the same answers of the same server are wrong. How good the figures are is no matter of a test.
 */
@Timeout(600)
final class BenchIT {
    private static final int CLASSES = 20;

    @TempDir
    Path directory;

    @Test
    void rightAnswersPassAndWrongOnesDoNot() throws Exception {
        Path json = directory.resolve("first.json");
        Said first = bench(
                "--spans=20000",
                "--questions=8",
                "--ingest-seconds=1",
                "--stages=warm,cold,ingest,searchers,fresh",
                "--json=" + json);
        assertThat(first.exitCode).as(first.text).isZero();
        List<String> rows = first.text
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(3 * CLASSES + 20).allMatch(row -> row.matches(".*\\d.*"));
        assertThat(rows.stream().filter(row -> row.contains("8 of 8 right"))).hasSizeGreaterThanOrEqualTo(2 * CLASSES);
        assertThat(first.text)
                .contains("| get, hit |", "| disk a span: filters of plain values |", "at the first question |");

        Path note = directory.resolve("bench").resolve("bench.json");
        String sent = Files.readString(note);
        String changed = sent.replaceAll("\"firstNanos\":(\\d*)(\\d)", "\"firstNanos\":$19");
        changed = changed.equals(sent) ? sent.replaceAll("\"firstNanos\":(\\d*)(\\d)", "\"firstNanos\":$18") : changed;
        Files.writeString(note, changed);
        Said second = bench(
                "--questions=3",
                "--stages=warm,kill",
                "--only=get-hit,get-miss,newest-service,slowest,services",
                "--against=" + json);
        assertThat(second.exitCode).as(second.text).isEqualTo(1);
        assertThat(second.text.lines().filter(line -> line.startsWith("WRONG: ")))
                .extracting(line -> line.split(": ", -1)[1])
                .containsExactly("get, hit", "newest 20 of a service", "slowest 20", "services");
        assertThat(second.text)
                .contains("| get, miss |", "3 of 3 right", "| before |", "| start, after kill -9 under full load |");
    }

    private record Said(String text, int exitCode) {}

    private Said bench(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("../deploy/bench", "--generation-age=1"));
        words.add("--directory=" + directory.resolve("bench"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        // A seal waits so long for the last spans of traces; nobody does here.
        builder.environment().put("SPANHOUSE_STORE_HOLD", "1s");
        Process bench = builder.start();
        String text = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(text, bench.waitFor());
    }
}
