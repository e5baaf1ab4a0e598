package io.spanhouse.query.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is taken and refused here, held against an independent parser: the grammar of Grafana's query editor. Needs node, npm
 * and two packages, which are kept in {@code ~/.cache/spanhouse}; is skipped where they cannot be had. Where both differ, the
 * query is named here.
 */
final class GrammarTest {
    private static final List<String> INSTALL = List.of(
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--fetch-retries=0",
            "--fetch-timeout=10000",
            "@grafana/lezer-traceql@1.0.0",
            "@lezer/lr@1.4.7");
    private static final Path HOME =
            Path.of(System.getProperty("user.home"), ".cache", "spanhouse", "lezer-traceql-1.0.0");
    private static final long SECONDS_MAX = 60;
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Metrics math, comparisons of series, quantiles and sample rates that begin with a point, nested-set numbers, child
     * counts, the scope instrumentation, days, escapes of characters: newer than that grammar, or left out of it.
     */
    private static final Set<String> ONLY_HERE = Set.of(
            "",
            "({ .a } | rate()) / ({} | rate())",
            "({ .a } | rate()) / ({} | rate()) > 0.5",
            "({} | rate()) * 100",
            "100 - ({} | rate()) | topk(2)",
            "{ .a = \"\\u00e9\\x41\\101\\n\" }",
            "{ .a = minInt || .a = maxInt }",
            "{ instrumentation.a < 1h30m }",
            "{ nestedSetLeft > 1 && nestedSetRight = 4 }",
            "{ nestedSetParent < 0 }",
            "{ span:childCount > 3 }",
            "{ traceDuration < 1d }",
            "{nestedSetParent<0 && true && resource.service.name!=nil} | rate() by(resource.service.name)",
            "{nestedSetParent<0} &>> { status = error } | select(status, resource.service.name, name, nestedSetParent, nestedSetLeft, nestedSetRight)",
            "{} | count() > 1 with(x=\"y\")",
            "{} | quantile_over_time(duration, .5, 0.9, 1) by(span.a)",
            "{} | quantile_over_time(duration, .9) > 1s",
            "{} | rate() > 2 | topk(2)",
            "{} | rate() >= -1.5",
            "{} | rate() by(.a) | bottomk(1) > 2",
            "{} | rate() with(exemplars=10, sample=0.5)",
            "({} | compare({ .a })) / 2",
            "({} | rate()) / 1s",
            "{ nestedSetLeft = 1s }",
            "{ nestedSetParent < 0.5 }",
            "{ nestedSetParent = .a }",
            "{} | compare({ .a }) > 1",
            "{} | quantile_over_time(status, .5)");

    /** What an editor may let pass: what stands first or behind metrics, several parts of by, constants in select. */
    private static final Set<String> ONLY_THERE = Set.of(
            "({} | rate()) && ({} | rate())",
            "1 + 1 = 2",
            "3 = 2",
            "by(.a, .b)",
            "coalesce()",
            "rate()",
            "select(.a + 1)",
            "select(1)",
            "{ .a = 99999999999999999999 }",
            "{} | rate() | rate()",
            "{} | rate() | { .a }");

    @ParameterizedTest
    @ValueSource(strings = {"taken", "notOfTheGrammar", "withoutSense"})
    void bothParsersAgree(String list) throws NoSuchMethodException, InterruptedException {
        String trouble = install();
        assumeThat(trouble).as("packages of npm").isEmpty();
        String[] queries = TraceQueryTest.class
                .getDeclaredMethod(list, String.class)
                .getAnnotation(ValueSource.class)
                .strings();
        List<Boolean> there = there(queries);
        Set<String> differing = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (int i = 0; i < queries.length; i++) {
            boolean here = !list.equals("notOfTheGrammar");
            if (here != there.get(i)) {
                differing.add(queries[i]);
            }
            if ((here ? ONLY_HERE : ONLY_THERE).contains(queries[i])) {
                known.add(queries[i]);
            }
        }
        assertThat(differing).isEqualTo(known);
    }

    /** Empty if the packages are there. */
    private static String install() throws InterruptedException {
        try {
            Files.createDirectories(HOME);
            if (!Files.exists(HOME.resolve("node_modules/@grafana/lezer-traceql/package.json"))) {
                Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
                run(INSTALL, "");
            }
            return "";
        } catch (IOException e) {
            return "they cannot be had: " + e.getMessage();
        }
    }

    private static List<Boolean> there(String[] queries) throws InterruptedException {
        try (InputStream script = GrammarTest.class.getResourceAsStream("grammar.mjs")) {
            Path file = Files.createTempFile("grammar", ".mjs");
            Files.write(file, Objects.requireNonNull(script).readAllBytes());
            JsonNode answer =
                    MAPPER.readTree(run(List.of("node", file.toString()), MAPPER.writeValueAsString(queries)));
            Files.delete(file);
            List<Boolean> taken = new ArrayList<>();
            answer.forEach(one -> taken.add(one.booleanValue()));
            return taken;
        } catch (IOException e) {
            throw new AssertionError("the grammar did not run", e);
        }
    }

    private static String run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command.get(0) + " ended with an error: " + printed);
        }
        return printed;
    }
}
