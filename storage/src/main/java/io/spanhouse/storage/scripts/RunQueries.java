package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers about runs from a table that does not change meanwhile, as it was when it had its first facts. Goes over all runs: a
 * million take some 20 milliseconds. Good for one query.
 */
final class RunQueries {
    /** Runs between two looks at the query's reins. */
    private static final int CHECK_RUNS = 1 << 16;

    private final int project;
    private final RunTable table;
    private final int factsEnd;
    private final QueryControl control;
    private final RunState state;

    RunQueries(int project, RunTable table, int factsEnd, QueryControl control) {
        this.project = project;
        this.table = table;
        this.state = new RunState(table.facts());
        this.factsEnd = factsEnd;
        this.control = control;
    }

    /** Takes the runs of a selection: {@link #state} is the run's then. */
    private void each(RunSelection selection, IntConsumer visitor) {
        each(selection, false, visitor);
    }

    private void each(RunSelection selection, boolean lastFirst, IntConsumer visitor) {
        RunMatcher matcher = new RunMatcher(table, selection);
        each(lastFirst, run -> {
            if (matcher.test(state)) {
                visitor.accept(run);
            }
        });
    }

    private void each(IntConsumer visitor) {
        each(false, visitor);
    }

    private void each(boolean lastFirst, IntConsumer visitor) {
        int runs = table.size();
        for (int i = 0; i < runs; i++) {
            int run = lastFirst ? runs - 1 - i : i;
            if (i % CHECK_RUNS == 0) {
                control.check();
            }
            if (table.read(run, factsEnd, state)) {
                visitor.accept(run);
            }
        }
        control.read(0, table.size());
    }

    /** Keys of runs, the first in the list the smallest; those without a response time come last. */
    private long key(RunOrder order, RunState of) {
        if (!order.byResponseTime()) {
            return order.descending() ? ~of.startNanos : of.startNanos;
        }
        if (of.status != RunStatus.SUCCESS) {
            return -1L;
        }
        long key = order.descending() ? ~of.responseNanos() : of.responseNanos();
        // Above every time that a run could have taken there is room for those that have none.
        return key == -1L ? -2L : key;
    }

    private RowOrder order(RunOrder order) {
        RunState other = new RunState(table.facts());
        TextHeap.Text one = new TextHeap.Text();
        TextHeap.Text two = new TextHeap.Text();
        return new RowOrder() {
            @Override
            public long key(int run) {
                table.read(run, factsEnd, other);
                return RunQueries.this.key(order, other);
            }

            @Override
            public int compareTies(int run, int otherRun) {
                return table.id(run, one).compareTo(table.id(otherRun, two));
            }
        };
    }

    /** Rows of a page: runs, or facts that are logs. */
    record Page(int[] rows, long total, boolean more, long lastKey) {}

    /** A page after a cursor. */
    Page page(RunSelection selection, RunOrder by, int limit, @Nullable ListCursor cursor) {
        RowOrder order = order(by);
        TopRows top = new TopRows(order, limit);
        long[] counts = new long[2];
        // Runs are numbered nearly as they came, so in this direction the first ones are seldom pushed out again.
        each(selection, by.descending(), run -> {
            long key = key(by, state);
            counts[0]++;
            if (cursor == null || order.isBefore(cursor.key(), cursor.row(), key, run)) {
                counts[1]++;
                top.offer(key, run);
            }
        });
        int[] runs = top.take();
        long lastKey = runs.length == 0 ? 0 : order.key(runs[runs.length - 1]);
        return new Page(runs, counts[0], counts[1] > runs.length, lastKey);
    }

    /** All runs of a selection in order. */
    int[] all(RunSelection selection, RunOrder by) {
        RowSort sort = new RowSort(order(by));
        each(selection, run -> sort.offer(key(by, state), run));
        return sort.take();
    }

    /** One run as lists show it; null if it has none of the facts. */
    @Nullable
    RunRow row(int run) {
        RunState of = new RunState(table.facts());
        if (!table.read(run, factsEnd, of)) {
            return null;
        }
        RunForms forms = table.forms();
        RunFacts facts = table.facts();
        List<TraceId> traces = new ArrayList<>();
        int spans = table.traces(run, factsEnd, RunRow.TRACES_MAX, traces);
        return new RunRow(
                project,
                forms.text(of.form, RunForms.Part.SCRIPT),
                table.ids().text(run),
                of.status,
                of.timedOut,
                of.startNanos,
                of.endNanos(),
                forms.text(of.form, RunForms.Part.DEPLOYMENT),
                table.versions().text(of.form),
                forms.text(of.form, RunForms.Part.FUNCTION),
                forms.text(of.form, RunForms.Part.SOURCE_TYPE),
                forms.text(of.form, RunForms.Part.SOURCE),
                forms.text(of.form, RunForms.Part.USER),
                forms.text(of.form, RunForms.Part.INVOCATION),
                forms.text(of.form, RunForms.Part.SERVICE),
                of.own == RunFacts.NONE ? "" : table.texts().text(facts.text(of.own)),
                of.own == RunFacts.NONE ? null : facts.place(of.own),
                traces,
                spans);
    }

    /** The number of a run of a script that may be seen, -1 if there is none. */
    int find(RunSelection ofScript, String runId) {
        byte[] id = runId.getBytes(StandardCharsets.UTF_8);
        int run = table.ids().find(id, 0, id.length);
        boolean found = run >= 0 && table.read(run, factsEnd, state) && new RunMatcher(table, ofScript).isMine(state);
        return found ? run : -1;
    }

    /**
     * Where a run stands in a list.
     *
     * @param previous the run before, -1 if there is none
     * @param next the run after, -1 if there is none
     * @param position how many runs are before it
     * @param total how many the list has
     */
    record Place(int previous, int next, long position, long total) {}

    /** Where a run stands in a list; null if the list does not have it. */
    @Nullable
    Place place(RunSelection selection, RunOrder by, int run) {
        RowOrder order = order(by);
        if (!table.read(run, factsEnd, state) || !new RunMatcher(table, selection).test(state)) {
            return null;
        }
        long key = key(by, state);
        int[] beside = {-1, -1};
        long[] keys = new long[2];
        long[] counts = new long[2];
        each(selection, other -> {
            counts[1]++;
            long otherKey = key(by, state);
            if (order.isBefore(otherKey, other, key, run)) {
                counts[0]++;
                if (beside[0] < 0 || order.isBefore(keys[0], beside[0], otherKey, other)) {
                    beside[0] = other;
                    keys[0] = otherKey;
                }
            } else if (other != run && (beside[1] < 0 || order.isBefore(otherKey, other, keys[1], beside[1]))) {
                beside[1] = other;
                keys[1] = otherKey;
            }
        });
        return new Place(beside[0], beside[1], counts[0], counts[1]);
    }

    /** Figures of a selection, and of each of its steps. */
    List<RunFigures> figures(RunSelection selection, long[] stepBounds) {
        List<FigureTally> tallies = new ArrayList<>();
        for (int i = 0; i < Math.max(1, stepBounds.length); i++) {
            tallies.add(new FigureTally());
        }
        each(selection, run -> {
            tallies.get(0).add(state);
            int step = FigureTally.step(stepBounds, state.startNanos);
            if (step >= 0) {
                tallies.get(step + 1).add(state);
            }
        });
        return tallies.stream().map(FigureTally::figures).toList();
    }

    /** Runs of a script that were executed at a time or later. */
    long since(RunSelection ofScript, long fromNanos) {
        RunMatcher matcher = new RunMatcher(table, ofScript);
        long[] count = new long[1];
        each(run -> {
            if (matcher.isMine(state) && Long.compareUnsigned(state.startNanos, fromNanos) >= 0) {
                count[0]++;
            }
        });
        return count[0];
    }

    /** How often a column has each text that contains another. */
    Map<String, Long> values(RunSelection selection, RunColumn column, String contained) {
        ContainedText wanted = new ContainedText(contained);
        Map<String, Long> counts = new HashMap<>();
        each(selection, run -> {
            String text = RunTexts.of(table, state, column);
            if (wanted.in(text)) {
                counts.merge(text, 1L, Long::sum);
            }
        });
        return counts;
    }

    /** What the list of scripts says, by the codes of their names. */
    Map<String, ScriptTally> scripts(RunMatcher.Seen seen) {
        Map<Integer, ScriptTally> tallies = new HashMap<>();
        each(run -> {
            if (seen.test(state.form)) {
                tallies.computeIfAbsent(table.forms().code(state.form, RunForms.Part.SCRIPT), code -> new ScriptTally())
                        .add(state, table.versions());
            }
        });
        Map<String, ScriptTally> byName = new HashMap<>();
        tallies.forEach((code, tally) -> byName.put(table.forms().text(code), tally));
        for (DeploymentFact fact : table.announced()) {
            if (seen.test(fact.form())) {
                byName.computeIfAbsent(table.forms().text(fact.form(), RunForms.Part.SCRIPT), name -> new ScriptTally())
                        .add(fact, table.versions());
            }
        }
        return byName;
    }
}
