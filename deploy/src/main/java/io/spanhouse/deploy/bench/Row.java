package io.spanhouse.deploy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line of the table: figures that belong together, and what they should be.
 *
 * @param what names it; no other row has that name
 * @param unit of all figures; empty for none
 * @param figures by name, in order; an only one has the empty name
 * @param budgets what they should be
 * @param note what else is to say
 * @param mismatch how the server was found to be wrong; empty if it was not
 */
record Row(String what, String unit, Map<String, Double> figures, List<Budget> budgets, String note, String mismatch) {
    Row {
        budgets = List.copyOf(budgets);
    }

    /** Of one figure. */
    static Row of(String what, String unit, double figure, List<Budget> budgets, String note) {
        return new Row(what, unit, Map.of("", figure), budgets, note, "");
    }

    /** Whether every budget is met, in words; empty without a budget. */
    String verdict() {
        if (!mismatch.isEmpty()) {
            return "WRONG";
        }
        List<String> missed = new ArrayList<>();
        for (Budget budget : budgets) {
            Double figure = figures.get(budget.figure());
            if (figure == null || !budget.met(figure)) {
                missed.add(budget.figure());
            }
        }
        if (missed.isEmpty()) {
            return budgets.isEmpty() ? "" : "met";
        }
        return ("not met " + String.join(", ", missed)).trim();
    }

    /** The figures in words. */
    String text() {
        StringBuilder text = new StringBuilder();
        figures.forEach((name, value) -> {
            if (text.length() > 0) {
                text.append(", ");
            }
            text.append(name.isEmpty() ? "" : name + " ").append(number(value));
        });
        return unit.isEmpty() ? text.toString() : text.append(' ').append(unit).toString();
    }

    /** The budgets in words. */
    String budgetText() {
        return String.join(", ", budgets.stream().map(Budget::text).toList());
    }

    private static String number(double value) {
        String format = Math.abs(value) >= 100 || value == 0 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
