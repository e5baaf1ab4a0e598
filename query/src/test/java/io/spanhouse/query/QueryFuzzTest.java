package io.spanhouse.query;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.query.cloudtrace.FilterFuzzer;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQlFuzzer;
import io.spanhouse.query.traceql.TraceQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A short seeded run of each harness of a query language that {@code .ci/fuzz} runs for as long as one likes. */
final class QueryFuzzTest {
    private static final long SEED = Long.getLong("spanhouse.seed", 1);
    private static final int TIMES = Integer.getInteger("spanhouse.fuzz.times", 20_000);

    private static final List<String> QUERIES = List.of(
            "{}",
            "{ .a = \"b\" && duration > 1.5ms } >> { status = error } | count() > 2",
            "{ resource.service.name =~ \"a.*\" || span.http.status_code >= 500 }",
            "{ event:name != nil && link:traceID = \"0a\" } &>> { kind = server } | select(name, .x)",
            "({ .a } ~ { .b }) | by(name) | avg(duration) * 2 > 1h",
            "{ nestedSetParent < 0 } | rate() by (resource.`odd name`) with(sample=true)",
            "{ } | quantile_over_time(duration, .5, 0.99) by (span:name)",
            "{ -(.a + 1) ^ 2 % 3 = !true } < { rootName = \"x\\\"\\n\" } /* no */");

    private static final List<String> FILTERS = List.of(
            "",
            "root:/api latency:100ms +span:get method:GET",
            "+^label.key:\"some \\\" value\" url:\"http://x/y?z\" http.status:500",
            "^name:a +b:c");

    private static void run(String name, List<String> samples, Consumer<byte[]> harness) throws IOException {
        String corpus = System.getProperty("spanhouse.fuzz.corpus");
        for (int i = 0; corpus != null && i < samples.size(); i++) {
            Path directory = Files.createDirectories(Path.of(corpus, name));
            Files.writeString(directory.resolve("sample-" + i), samples.get(i));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < TIMES; i++) {
            String text = mutated(samples, random);
            try {
                harness.accept(text.getBytes(StandardCharsets.UTF_8));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("time " + i + ", input " + text, e);
            }
        }
    }

    /** Pieces of samples put together, and some characters changed. */
    private static String mutated(List<String> samples, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
            String sample = samples.get(random.nextInt(samples.size()));
            int from = random.nextBoolean() ? 0 : random.nextInt(sample.length() + 1);
            text.append(
                    sample,
                    from,
                    random.nextBoolean() ? sample.length() : from + random.nextInt(sample.length() - from + 1));
        }
        for (int changes = random.nextInt(3); changes > 0 && text.length() > 0; changes--) {
            text.setCharAt(random.nextInt(text.length()), (char)
                    (random.nextInt(8) == 0 ? random.nextInt(0x2FFF) : ' ' + random.nextInt(95)));
        }
        return text.toString();
    }

    @Test
    void traceQl() throws IOException {
        run("TraceQlFuzzer", QUERIES, TraceQlFuzzer::fuzzerTestOneInput);
    }

    /** The point after a duration was taken for a number without digits. */
    @Test
    void aPointAfterADurationIsNoNumber() {
        assertThatExceptionOfType(TraceQlException.class)
                .isThrownBy(() -> TraceQuery.parse("{ duration > 1h.s }"))
                .withMessageContaining(".s");
    }

    @Test
    void cloudTraceFilters() throws IOException {
        run("FilterFuzzer", FILTERS, FilterFuzzer::fuzzerTestOneInput);
    }
}
