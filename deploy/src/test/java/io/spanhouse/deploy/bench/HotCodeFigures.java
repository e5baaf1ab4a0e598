package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH benchmarks of all modules, which stand beside the code that they measure, each in a process of its own, and
 * prints one table. No test that builds run: only the profile {@code jmh} generates what runs benchmarks.
 *
 * <p>The floor of each class is one copy of its bytes; a row's share of it is the bytes a second over the floor's. Properties:
 * {@code hotcode} (a pattern of names; all), {@code hotcode.seconds} (of measuring each; 5), {@code hotcode.java} (the
 * program that runs them; this one).
 */
final class HotCodeFigures {
    private static final String FLOOR = "floor";
    private static final int WARM_UPS = 4;

    @Test
    void table() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(System.getProperty("hotcode", "Speed"))
                .verbosity(VerboseMode.SILENT)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.milliseconds(700))
                .measurementIterations(Integer.getInteger("hotcode.seconds", 5))
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true)
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC");
        String java = System.getProperty("hotcode.java", "");
        if (!java.isEmpty()) {
            options = options.jvm(java);
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        assertThat(results).isNotEmpty();
        print(results);
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Double> floors = new HashMap<>();
        for (RunResult result : results) {
            if (method(result).equals(FLOOR)) {
                floors.put(type(result), aSecond(result, "bytes"));
            }
        }
        System.out.println("| what | ns/op | +- | MB/s | spans/s | ns a span | share of floor |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (RunResult result : results) {
            Result<?> operations = result.getPrimaryResult();
            double bytes = aSecond(result, "bytes");
            double spans = aSecond(result, "spans");
            double error = operations.getStatistics().getN() > 1
                    ? operations.getStatistics().getStandardDeviation() / operations.getScore()
                    : 0;
            System.out.printf(
                    Locale.ROOT,
                    "| %s %s | %,.0f | %.0f %% | %,.0f | %,.0f | %,.2f | %s |%n",
                    type(result),
                    method(result),
                    1e9 / operations.getScore(),
                    100 * error,
                    bytes / 1e6,
                    spans,
                    1e9 / spans,
                    floors.containsKey(type(result))
                            ? String.format(Locale.ROOT, "%.4f", bytes / floors.get(type(result)))
                            : "-");
        }
    }

    private static double aSecond(RunResult result, String counter) {
        return result.getSecondaryResults().get(counter).getScore();
    }

    private static String type(RunResult result) {
        String name = result.getParams().getBenchmark();
        String type = name.substring(0, name.lastIndexOf('.'));
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String method(RunResult result) {
        String name = result.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
