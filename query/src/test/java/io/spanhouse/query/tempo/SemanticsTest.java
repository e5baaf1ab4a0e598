package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.traceql.TraceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of what TraceQL means, in the documentation of its package, row by row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SemanticsTest {
    private static final Path TABLE = Path.of("src/main/java/io/spanhouse/query/traceql/package-info.java");
    private static final Pattern ROW = Pattern.compile("^ \\* <tr><td>\\{@code (.*)\\}<td>(.*)<td>(.*)$");
    private static final String RANGE =
            "/api/metrics/query_range?start=1718802000&end=1718802002&step=1&exemplars=0&q=";
    private static final int ROWS_LEAST = 65;

    private final Shop shop = new Shop();

    @AfterAll
    void stop() {
        shop.close();
    }

    static List<Arguments> rows() throws IOException {
        List<Arguments> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(Arguments.of(row.group(1), row.group(2), row.group(3)));
            }
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(ROWS_LEAST);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowHolds(String query, String because, String picks) {
        if (TraceQuery.parse(query).metrics() != null) {
            String series = Shop.series(shop.server.json(RANGE + Shop.encoded(query)));
            assertThat(series).as("%s: %s", query, because).isEqualTo(picks.equals("-") ? "" : picks);
            return;
        }
        String picked = Shop.picked(shop.server.json("/api/search?spss=0&q=" + Shop.encoded(query)));
        assertThat(picked).as("%s: %s", query, because).isEqualTo(picks.equals("-") ? "" : picks);
    }
}
