package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ProcessFigures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Asks the same questions in our own API and in each dialect, in turns, so that whatever else the machine does falls on all of
 * them alike. An answer is right if it has the same traces, spans or names as our own.
 *
 * <p>{@code added} is the difference of the medians. A call of gRPC goes through a library whose threads take turns; what that
 * alone costs is shown by a call whose answer is constant, which is no dialect's doing.
 */
final class BenchDialects {
    private static final double NANOS_PER_MILLI = 1e6;

    /** What a dialect may add to our own API's median. */
    private static final Budget BUDGET = Budget.most("added", 1);

    /** Most time of one class, warming up included, each. */
    private static final long NANOS_MAX = 10_000_000_000L;

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final BenchRun run;

    BenchDialects(BenchRun run) {
        this.run = run;
    }

    /** What one way was found to take. */
    private static final class Tally {
        private final List<Long> nanos = new ArrayList<>();
        private int same;
        private String mismatch = "";

        long[] sorted() {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    /** All classes. */
    void measure() throws IOException {
        run.say("dialects");
        int questions = run.options().questions();
        Vocabulary vocabulary = new Vocabulary(run.data());
        try (DialectBook book = new DialectBook(run.server(), wholeTime(run.data()), vocabulary.services())) {
            for (DialectClass one : book.classes()) {
                List<Tally> unused = ask(one, vocabulary, questions, 2 * questions);
            }
            for (DialectClass one : book.classes()) {
                double before = ProcessFigures.of(run.server().pid()).cpuMicros();
                List<Tally> tallies = ask(one, vocabulary, 0, questions);
                double cpu = ProcessFigures.of(run.server().pid()).cpuMicros() - before;
                report(one, tallies, cpu);
            }
        }
    }

    private List<Tally> ask(DialectClass questions, Vocabulary vocabulary, int from, int to) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        questions.ways().forEach(way -> tallies.add(new Tally()));
        long startedNanoTime = System.nanoTime();
        for (int number = from; number < to && System.nanoTime() - startedNanoTime < NANOS_MAX; number++) {
            DialectClass.Draw draw = draw(vocabulary, number);
            Set<String> own = Set.of();
            for (int i = 0; i < tallies.size(); i++) {
                DialectClass.Way way = questions.ways().get(i);
                long startNanoTime = System.nanoTime();
                Supplier<Set<String>> answer = way.asking().ask(draw);
                tallies.get(i).nanos.add(System.nanoTime() - startNanoTime);
                Set<String> found = answer.get();
                own = i == 0 ? found : own;
                compare(tallies.get(i), draw, own, found);
            }
        }
        return tallies;
    }

    private static void compare(Tally tally, DialectClass.Draw draw, Set<String> own, Set<String> found) {
        if (found.equals(own)) {
            tally.same++;
        } else if (tally.mismatch.isEmpty()) {
            tally.mismatch = "found " + shortened(found) + ", expected " + shortened(own) + "; asked about " + draw;
        }
    }

    private static String shortened(Set<String> set) {
        String text = set.size() + " " + set;
        return text.substring(0, Math.min(text.length(), 400));
    }

    private DialectClass.Draw draw(Vocabulary vocabulary, int number) {
        DataSet data = run.data();
        Random random = new Random(run.options().seed() * 31 + number);
        long trace = (long) (random.nextDouble() * data.identity().traces());
        return new DialectClass.Draw(
                number,
                data.trace(trace).id().toString(),
                vocabulary
                        .operations()
                        .get(random.nextInt(vocabulary.operations().size())),
                vocabulary.listableKeys().get(number % vocabulary.listableKeys().size()),
                wholeTime(data));
    }

    /** Of the traces sent later, too: our own lists are of all time. */
    private static TimeRange wholeTime(DataSet data) {
        return new TimeRange(data.time().fromNanos() - HOUR_NANOS, data.time().toNanos() + HOUR_NANOS);
    }

    private void report(DialectClass questions, List<Tally> tallies, double cpuMicros) {
        long[] own = tallies.get(0).sorted();
        double cpuMillis = cpuMicros / 1e3 / Math.max(1, own.length) / tallies.size();
        for (int i = 0; i < tallies.size(); i++) {
            Tally tally = tallies.get(i);
            long[] sorted = tally.sorted();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("p50", AnswerTimes.quantile(sorted, 0.5) / NANOS_PER_MILLI);
            figures.put("p99", AnswerTimes.quantile(sorted, 0.99) / NANOS_PER_MILLI);
            String note = String.format(Locale.ROOT, "%d of %d the same", tally.same, sorted.length);
            if (i == 0) {
                note = String.format(Locale.ROOT, "server CPU a question of any dialect %.2f ms", cpuMillis);
            } else {
                double added = AnswerTimes.quantile(sorted, 0.5) - AnswerTimes.quantile(own, 0.5);
                figures.put("added", added / NANOS_PER_MILLI);
            }
            run.add(new Row(
                    questions.title() + ": " + questions.ways().get(i).dialect(),
                    "ms",
                    figures,
                    i == 0 ? List.of() : List.of(BUDGET),
                    note,
                    tally.mismatch));
        }
    }
}
