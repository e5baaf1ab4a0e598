package io.spanhouse.deploy.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures beside their budgets, as a table in Markdown. Not thread-safe. */
final class FigureTable {
    private final List<String> lines = new ArrayList<>();

    FigureTable() {
        lines.add("| what | figure | budget |");
        lines.add("|---|---|---|");
    }

    /** Adds a row; the budget is empty where there is none. */
    void add(String what, String budget, String format, Object... values) {
        lines.add("| " + what + " | " + String.format(Locale.ROOT, format, values) + " | " + budget + " |");
    }

    List<String> lines() {
        return lines;
    }
}
