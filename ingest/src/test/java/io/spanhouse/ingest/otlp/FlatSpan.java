package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;

/**
 * A span with what it lay in, as messages: the unit in which two readings of a request are compared.
 *
 * @param resource resource and schema URL only
 * @param scope scope and schema URL only
 */
public record FlatSpan(ResourceSpans resource, ScopeSpans scope, Span span) {
    /** Fails with the first lines that differ, not with all spans. */
    public static void assertSame(List<FlatSpan> actual, List<FlatSpan> expected) {
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            if (!actual.get(i).equals(expected.get(i))) {
                firstDifference(i, actual.get(i).lines(), expected.get(i).lines());
                assertThat(actual.get(i)).as("span " + i).isEqualTo(expected.get(i));
            }
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static void firstDifference(int span, List<String> actual, List<String> expected) {
        int line = 0;
        while (line < actual.size()
                && line < expected.size()
                && actual.get(line).equals(expected.get(line))) {
            line++;
        }
        assertThat(actual.subList(line, Math.min(actual.size(), line + 5)))
                .as("span " + span + " from line " + line)
                .isEqualTo(expected.subList(line, Math.min(expected.size(), line + 5)));
    }

    private List<String> lines() {
        return (resource + "\n" + scope + "\n" + span).lines().toList();
    }
}
