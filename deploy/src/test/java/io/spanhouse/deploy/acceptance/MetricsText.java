package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that Prometheus scrapes, read strictly: every sample has its family's type and help before it, no family and no
 * sample comes twice, every line ends.
 */
public final class MetricsText {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:" + LABEL + "(?:," + LABEL + ")*)?,?\\})? (\\S+)( -?\\d+)?");
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");
    private static final List<String> PARTS = List.of("", "_bucket", "_sum", "_count");

    /** A sample: labels as they stand, braces included. */
    public record Sample(String name, String labels, double value) {}

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> help = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    private MetricsText() {}

    public static MetricsText parse(String text) {
        assertThat(text).endsWith("\n");
        MetricsText metrics = new MetricsText();
        Set<String> seen = new LinkedHashSet<>();
        text.lines().forEach(line -> {
            if (line.startsWith("#")) {
                metrics.comment(line);
            } else if (!line.isEmpty()) {
                Sample sample = metrics.sample(line);
                assertThat(seen.add(sample.name() + sample.labels()))
                        .as("comes once: %s", line)
                        .isTrue();
                metrics.samples.add(sample);
            }
        });
        return metrics;
    }

    private void comment(String line) {
        Matcher matcher = COMMENT.matcher(line);
        assertThat(matcher.matches()).as("a comment: %s", line).isTrue();
        if (matcher.group(1).equals("TYPE")) {
            assertThat(TYPES).contains(matcher.group(3));
            assertThat(types.put(matcher.group(2), matcher.group(3)))
                    .as("once: %s", line)
                    .isNull();
        } else {
            assertThat(help.put(matcher.group(2), matcher.group(3)))
                    .as("once: %s", line)
                    .isNull();
        }
    }

    private Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as("a sample: %s", line).isTrue();
        String number = matcher.group(3);
        double value = number.equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : number.equals("-Inf") ? Double.NEGATIVE_INFINITY : Double.parseDouble(number);
        Sample sample = new Sample(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2), value);
        assertThat(family(sample)).as("described before it comes: %s", line).isNotEmpty();
        return sample;
    }

    /** The family that a sample belongs to; empty if there is none. */
    public String family(Sample sample) {
        for (String part : PARTS) {
            if (sample.name().endsWith(part)) {
                String family = sample.name().substring(0, sample.name().length() - part.length());
                if (types.containsKey(family) && help.containsKey(family)) {
                    return family;
                }
            }
        }
        return "";
    }

    /** Types of families by their names. */
    public Map<String, String> types() {
        return types;
    }

    /** What families say they are, by their names. */
    public Map<String, String> help() {
        return help;
    }

    /** All samples, in their order. */
    public List<Sample> samples() {
        return samples;
    }

    /** Names of samples. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        samples.forEach(sample -> names.add(sample.name()));
        return names;
    }

    /** The sum of a name's samples that have all these labels, each as {@code name="value"}; 0 if there are none. */
    double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> List.of(labels).stream().allMatch(sample.labels()::contains))
                .mapToDouble(Sample::value)
                .sum();
    }
}
