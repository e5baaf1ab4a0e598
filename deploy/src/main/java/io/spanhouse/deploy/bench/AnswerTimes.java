package io.spanhouse.deploy.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns answers into a row: how long they took, how large they are, whether each one is right. */
final class AnswerTimes {
    private static final double NANOS_PER_MILLI = 1e6;

    private AnswerTimes() {}

    /**
     * The row of some answers of one class; every answer is checked.
     *
     * @param cpuMillis processor time of the server a question; negative if others used it, too
     */
    static Row row(String what, List<Heard> heard, double cpuMillis, List<Budget> budgets) {
        long[] nanos = heard.stream().mapToLong(Heard::nanos).sorted().toArray();
        long[] bytes = heard.stream()
                .mapToLong(one -> one.answer().body().length)
                .sorted()
                .toArray();
        int right = 0;
        int found = 0;
        String mismatch = "";
        for (Heard one : heard) {
            Expectation.Verdict verdict = one.question().expectation().check(one.answer(), one.extent());
            right += verdict.isRight() ? 1 : 0;
            found += verdict.found() ? 1 : 0;
            if (!verdict.isRight() && mismatch.isEmpty()) {
                mismatch = verdict.mismatch() + "; asked: " + one.question().path() + " "
                        + new String(one.question().body(), StandardCharsets.UTF_8);
            }
        }
        if (heard.isEmpty()) {
            mismatch = "no question was asked";
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50", millis(nanos, 0.5));
        figures.put("p95", millis(nanos, 0.95));
        figures.put("p99", millis(nanos, 0.99));
        if (cpuMillis >= 0) {
            figures.put("CPU", cpuMillis);
        }
        String note = String.format(
                Locale.ROOT, "%d of %d right, %d found something, answer %,d bytes", right, heard.size(), found, (long)
                        quantile(bytes, 0.5));
        return new Row(what, "ms", figures, budgets, note, mismatch);
    }

    private static double millis(long[] sortedNanos, double share) {
        return quantile(sortedNanos, share) / NANOS_PER_MILLI;
    }

    /** By nearest rank; 0 of nothing. */
    static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
