package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of the page about filters are answered. */
final class FilterExamplesTest {
    private static final Path PAGE = Path.of("..", "deploy", "docs", "filters.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    @Test
    void examplesAreAnswered() throws Exception {
        List<String> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        assertThat(examples).hasSize(3);
        MemoryTraceStore store = new MemoryTraceStore();
        store.take("default", new WorkloadSpans(1).next(40));
        try (Running server = new Running(store)) {
            for (String example : examples) {
                HttpResponse<String> response = server.post("/api/spanhouse/v1/search", example);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            }
        }
    }
}
