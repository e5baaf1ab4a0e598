package io.spanhouse.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The table that a run makes, with what it was made of: as Markdown to be read, as JSON to be compared with that of another
 * run. Not thread-safe.
 *
 * <pre>
 * {"about": {name: text}, "rows": [{"what", "unit", "figures": {name: number}, "note", "verdict"}]}
 * </pre>
 */
public final class BenchReport {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, String> about = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** Says what the figures are of: machine, server, seed. */
    public void about(String name, String text) {
        about.put(name, text);
    }

    void add(Row row) {
        rows.add(row);
    }

    /** Whether every answer was right. */
    public boolean allRight() {
        return rows.stream().allMatch(row -> row.mismatch().isEmpty());
    }

    /**
     * Writes it as JSON.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        ObjectNode document = MAPPER.createObjectNode();
        ObjectNode of = document.putObject("about");
        about.forEach(of::put);
        for (Row row : rows) {
            ObjectNode line = document.withArray("rows").addObject();
            line.put("what", row.what()).put("unit", row.unit());
            ObjectNode figures = line.putObject("figures");
            row.figures().forEach(figures::put);
            line.put("note", row.note()).put("verdict", row.verdict());
        }
        Files.writeString(file, MAPPER.writeValueAsString(document) + "\n");
    }

    /**
     * Reads the figures that another run wrote; their budgets are not in them.
     *
     * @throws IOException if the file is none of a run
     */
    public static BenchReport read(Path file) throws IOException {
        BenchReport report = new BenchReport();
        try {
            JsonNode document = MAPPER.readTree(file);
            for (Map.Entry<String, JsonNode> property :
                    document.required("about").properties()) {
                report.about(property.getKey(), property.getValue().asString());
            }
            for (JsonNode line : document.required("rows")) {
                Map<String, Double> figures = new LinkedHashMap<>();
                for (Map.Entry<String, JsonNode> figure :
                        line.required("figures").properties()) {
                    figures.put(figure.getKey(), figure.getValue().asDouble());
                }
                report.add(new Row(
                        line.required("what").asString(),
                        line.required("unit").asString(),
                        figures,
                        List.of(),
                        line.required("note").asString(),
                        ""));
            }
        } catch (JacksonException e) {
            throw new IOException(file + " is not the JSON of a run: " + e.getMessage(), e);
        }
        return report;
    }

    /**
     * The lines to print.
     *
     * @param before another run, whose figures stand beside these; null for none
     */
    public List<String> markdown(@Nullable BenchReport before) {
        List<String> lines = new ArrayList<>();
        about.forEach((name, text) -> lines.add(name + ": " + text));
        if (before != null) {
            before.about.forEach((name, text) -> lines.add(name + " before: " + text));
        }
        lines.add("");
        lines.add("| what | figure | " + (before == null ? "" : "before | ") + "budget | verdict | note |");
        lines.add("|---|---|---|---|---|" + (before == null ? "" : "---|"));
        for (Row row : rows) {
            lines.add("| " + row.what() + " | " + row.text() + " | "
                    + (before == null ? "" : before.text(row.what()) + " | ") + row.budgetText() + " | "
                    + row.verdict() + " | " + row.note() + " |");
        }
        for (Row row : rows) {
            if (!row.mismatch().isEmpty()) {
                lines.add("");
                lines.add("WRONG: " + row.what() + ": " + row.mismatch());
            }
        }
        return lines;
    }

    private String text(String what) {
        for (Row row : rows) {
            if (row.what().equals(what)) {
                return row.text();
            }
        }
        return "";
    }
}
