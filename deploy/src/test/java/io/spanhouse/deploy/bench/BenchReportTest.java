package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table says what was measured, what it should be, and what it was before. */
final class BenchReportTest {
    @TempDir
    Path directory;

    @Test
    void figuresStandBesideBudgetsAndThoseOfBefore() throws Exception {
        BenchReport before = report(12.5, 1_234);
        before.write(directory.resolve("before.json"));
        BenchReport now = report(7, 2_000_000);
        assertThat(now.markdown(BenchReport.read(directory.resolve("before.json"))))
                .containsExactly(
                        "Machine: one",
                        "Machine before: one",
                        "",
                        "| what | figure | before | budget | verdict | note |",
                        "|---|---|---|---|---|---|",
                        "| get | p50 0.50, p99 7.00 ms | p50 0.50, p99 12.5 ms | p50 <= 1, p99 <= 10 | met | 3 of 3 |",
                        "| rate | 2,000,000 | 1,234 | >= 74700 | met |  |");
        assertThat(before.markdown(null))
                .contains(
                        "| get | p50 0.50, p99 12.5 ms | p50 <= 1, p99 <= 10 | not met p99 | 3 of 3 |",
                        "| rate | 1,234 | >= 74700 | not met |  |");
        assertThat(now.allRight()).isTrue();
    }

    @Test
    void aWrongAnswerFailsWhateverItsTime() {
        BenchReport report = new BenchReport();
        report.add(new Row("get", "ms", Map.of("", 1.0), List.of(Budget.most("", 2)), "", "2 spans, expected 3"));
        assertThat(report.allRight()).isFalse();
        assertThat(report.markdown(null))
                .contains("| get | 1.00 ms | <= 2 | WRONG |  |", "WRONG: get: 2 spans, expected 3");
    }

    @Test
    void anotherFileIsNotTakenForFigures() throws Exception {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"rows\": 1}");
        assertThatThrownBy(() -> BenchReport.read(file)).isInstanceOf(IOException.class);
        Files.writeString(file, "no JSON");
        assertThatThrownBy(() -> BenchReport.read(file)).isInstanceOf(IOException.class);
    }

    private static BenchReport report(double p99, double rate) {
        BenchReport report = new BenchReport();
        report.about("Machine", "one");
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50", 0.5);
        figures.put("p99", p99);
        report.add(new Row("get", "ms", figures, List.of(Budget.most("p50", 1), Budget.most("p99", 10)), "3 of 3", ""));
        report.add(Row.of("rate", "", rate, List.of(Budget.least("", 74_700)), ""));
        return report;
    }
}
