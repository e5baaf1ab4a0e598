package io.spanhouse.deploy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.acceptance.MetricsText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The dashboard and the alert rules that we publish ask for figures that exist, with labels that they have. */
final class GrafanaTest {
    private static final Path GRAFANA = Path.of(System.getProperty("basedir", "."), "grafana");
    private static final Pattern METRIC = Pattern.compile("\\b(?:spanhouse|jvm|process|system)_[a-z0-9_]+\\b");
    private static final Pattern SELECTION =
            Pattern.compile("\\b((?:spanhouse|jvm|process|system)_[a-z0-9_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=|!=|=~|!~)\\s*\"");

    /** What Prometheus itself puts on every sample. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    @TempDir
    Path directory;

    @Test
    void dashboardAsksForFiguresThatExist() throws Exception {
        JsonNode dashboard = new JsonMapper().readTree(Files.readString(GRAFANA.resolve("dashboard.json")));
        List<String> expressions = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).as("ids differ").isTrue();
            assertThat(panel.get("title").stringValue()).isNotBlank();
            if (!panel.get("type").stringValue().equals("row")) {
                assertThat(panel.get("description").stringValue()).isNotBlank();
                panel.get("targets")
                        .forEach(target -> expressions.add(target.get("expr").stringValue()));
            }
        }
        assertThat(expressions).hasSizeGreaterThan(20);
        assertKnown(expressions);
    }

    @Test
    void rulesAskForFiguresThatExist() throws Exception {
        JsonNode rules = new YAMLMapper().readTree(Files.readString(GRAFANA.resolve("alerts.yaml")));
        List<String> expressions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode group : rules.get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                assertThat(names.add(rule.get("alert").stringValue())).isTrue();
                assertThat(rule.get("labels").get("severity").stringValue()).isIn("page", "ticket");
                assertThat(rule.get("annotations").get("summary").stringValue()).isNotBlank();
                assertThat(rule.get("annotations").get("description").stringValue())
                        .isNotBlank();
                expressions.add(rule.get("expr").stringValue());
            }
        }
        assertThat(expressions).hasSizeGreaterThan(8);
        assertKnown(expressions);
    }

    @Test
    void whatDoesNotExistIsFound() throws Exception {
        MetricsText metrics = AllMetrics.scrape(directory);
        assertThat(unknown(metrics, List.of("rate(spanhouse_no_such_total[5m]) + spanhouse_head_spans")))
                .containsExactly("spanhouse_no_such_total");
        assertThat(unknown(metrics, List.of("spanhouse_head_spans{part=\"1\"}")))
                .containsExactly("part of spanhouse_head_spans");
    }

    private void assertKnown(List<String> expressions) throws Exception {
        assertThat(unknown(AllMetrics.scrape(directory), expressions)).isEmpty();
    }

    private static Set<String> unknown(MetricsText metrics, List<String> expressions) {
        Set<String> unknown = new TreeSet<>();
        Set<String> names = metrics.names();
        for (String expression : expressions) {
            METRIC.matcher(expression)
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !names.contains(name) && !name.startsWith("jvm_gc_pause_seconds"))
                    .forEach(unknown::add);
            SELECTION.matcher(expression).results().forEach(selection -> {
                String name = selection.group(1);
                MATCHER.matcher(selection.group(2))
                        .results()
                        .map(matcher -> matcher.group(1))
                        .filter(label -> !OF_PROMETHEUS.contains(label))
                        .filter(label -> metrics.samples().stream()
                                .noneMatch(sample -> sample.name().equals(name)
                                        && sample.labels().matches(".*\\b" + label + "=.*")))
                        .forEach(label -> unknown.add(label + " of " + name));
            });
        }
        return unknown;
    }
}
