package io.spanhouse.deploy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.acceptance.MetricsText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of metrics for operators is the registry's own. */
final class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", "."), "docs", "metrics.md");
    private static final Path WRITTEN = Path.of(System.getProperty("basedir", "."), "target", "metrics.md");
    private static final String HEAD = "| metric | type | labels | meaning |\n|---|---|---|---|\n";
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    Path directory;

    @Test
    void isTheRegistrysOwn() throws Exception {
        String table = table(AllMetrics.scrape(directory));
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(HEAD);
        String before = document.substring(0, document.indexOf(HEAD));
        Files.writeString(WRITTEN, before + table);
        assertThat(document)
                .as("what the registry has was written to %s", WRITTEN)
                .isEqualTo(before + table);
    }

    private static String table(MetricsText metrics) {
        Map<String, Set<String>> labels = new TreeMap<>();
        for (MetricsText.Sample sample : metrics.samples()) {
            if (sample.name().startsWith("spanhouse_")) {
                Set<String> names = labels.computeIfAbsent(metrics.family(sample), name -> new TreeSet<>());
                LABEL.matcher(sample.labels())
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(names::add);
            }
        }
        StringBuilder table = new StringBuilder(HEAD);
        labels.forEach((name, names) -> table.append("| `")
                .append(name)
                .append("` | ")
                .append(metrics.types().get(name))
                .append(" | ")
                .append(String.join(", ", names))
                .append(" | ")
                .append(metrics.help().get(name))
                .append(" |\n"));
        return table.toString();
    }
}
