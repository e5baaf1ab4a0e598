package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.QueryControl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers about logs from a table that does not change meanwhile, as it was when it had its first facts. Goes over all facts.
 * Good for one query.
 */
final class LogQueries {
    private static final int CHECK_FACTS = 1 << 16;
    private static final byte TAKEN = 1;
    private static final byte LEFT = 2;

    /** Reads messages that are too long to be held. */
    interface LongMessages {
        /**
         * The whole message; null if its span is gone or cannot be read.
         *
         * @param event number of the event that is the line, -1 if the span is
         */
        @Nullable
        String message(SpanPlace place, int event, QueryControl control);
    }

    private final RunTable table;
    private final RunFacts facts;
    private final int factsEnd;
    private final LongMessages messages;
    private final QueryControl control;
    private final RunState state;
    private final TextHeap.Text text = new TextHeap.Text();

    LogQueries(RunTable table, int factsEnd, LongMessages messages, QueryControl control) {
        this.table = table;
        this.facts = table.facts();
        this.state = new RunState(facts);
        this.factsEnd = factsEnd;
        this.messages = messages;
        this.control = control;
    }

    private void each(LogSelection selection, boolean lastFirst, IntConsumer visitor) {
        RunMatcher runs = new RunMatcher(table, selection.runs());
        RunMatcher.Seen seen =
                new RunMatcher.Seen(table.forms(), selection.runs().visibility());
        byte[] decided = new byte[table.size()];
        List<ColumnTest> tests = new ArrayList<>();
        selection.filters().filters().forEach(filter -> tests.add(new ColumnTest(filter)));
        ContainedText search = new ContainedText(selection.search());
        int end = Math.min(factsEnd, facts.size());
        for (int i = 0; i < end; i++) {
            int fact = lastFirst ? end - 1 - i : i;
            if (i % CHECK_FACTS == 0) {
                control.check();
            }
            RunFacts.Kind kind = facts.kind(fact);
            int run = facts.run(fact);
            if (kind != RunFacts.Kind.LOG && kind != RunFacts.Kind.EVENT
                    || decided[run] == LEFT
                    || facts.isDead(fact)) {
                continue;
            }
            boolean there = table.read(run, factsEnd, state);
            if (decided[run] == 0) {
                decided[run] = there && runs.test(state) ? TAKEN : LEFT;
            }
            if (decided[run] == TAKEN
                    && seen.test(facts.form(fact))
                    && table.isLog(fact, state)
                    && meets(selection.filters(), tests, fact)
                    && (selection.search().isEmpty() || isFound(search, fact))) {
                visitor.accept(fact);
            }
        }
        control.read(0, facts.size());
    }

    private boolean meets(FilterSet<LogColumn> set, List<ColumnTest> tests, int fact) {
        for (int i = 0; i < tests.size(); i++) {
            if (test(set.filters().get(i).column(), tests.get(i), fact) != set.all()) {
                return !set.all();
            }
        }
        return set.all() || tests.isEmpty();
    }

    private boolean test(LogColumn column, ColumnTest test, int fact) {
        switch (column) {
            case MESSAGE:
                if (!facts.has(fact, RunFacts.LONG_TEXT)) {
                    return test.test(table.texts().get(facts.text(fact), text));
                }
                return test.test(message(fact));
            case RUN_ID:
                return test.test(table.id(facts.run(fact), text));
            case LOG_ID, LEVEL, TIMESTAMP:
                return test.test(text(fact, column));
        }
        throw new AssertionError(column);
    }

    private boolean isFound(ContainedText search, int fact) {
        for (LogColumn column : LogColumn.values()) {
            if (column.searched() && search.in(text(fact, column))) {
                return true;
            }
        }
        return false;
    }

    private String text(int fact, LogColumn column) {
        return switch (column) {
            case LOG_ID -> logId(fact);
            case LEVEL -> facts.level(fact).text();
            case MESSAGE -> message(fact);
            case TIMESTAMP -> Long.toUnsignedString(facts.start(fact));
            case RUN_ID -> table.ids().text(facts.run(fact));
        };
    }

    private String logId(int fact) {
        if (facts.logId(fact) != 0) {
            return table.texts().text(facts.logId(fact));
        }
        String span = HexFormat.of().toHexDigits(facts.spanId(fact));
        return facts.kind(fact) == RunFacts.Kind.EVENT ? span + "-" + facts.event(fact) : span;
    }

    private String message(int fact) {
        if (facts.has(fact, RunFacts.LONG_TEXT)) {
            int event = facts.kind(fact) == RunFacts.Kind.EVENT ? facts.event(fact) : -1;
            String whole = messages.message(facts.place(fact), event, control);
            if (whole != null) {
                return whole;
            }
        }
        return table.texts().text(facts.text(fact));
    }

    private RowOrder order(boolean descending) {
        return new RowOrder() {
            @Override
            public long key(int fact) {
                return descending ? ~facts.start(fact) : facts.start(fact);
            }

            @Override
            public int compareTies(int fact, int other) {
                int order = facts.compare(fact, other);
                return order != 0 ? order : Integer.compare(fact, other);
            }
        };
    }

    /** A page after a cursor. */
    RunQueries.Page page(LogSelection selection, boolean descending, int limit, @Nullable ListCursor cursor) {
        RowOrder order = order(descending);
        TopRows top = new TopRows(order, limit);
        long[] counts = new long[2];
        // Facts are numbered nearly as they came.
        each(selection, descending, fact -> {
            long key = order.key(fact);
            counts[0]++;
            if (cursor == null || order.isBefore(cursor.key(), cursor.row(), key, fact)) {
                counts[1]++;
                top.offer(key, fact);
            }
        });
        int[] rows = top.take();
        return new RunQueries.Page(
                rows, counts[0], counts[1] > rows.length, rows.length == 0 ? 0 : order.key(rows[rows.length - 1]));
    }

    /** All logs of a selection in order. */
    int[] all(LogSelection selection, boolean descending) {
        RowOrder order = order(descending);
        RowSort sort = new RowSort(order);
        each(selection, false, fact -> sort.offer(order.key(fact), fact));
        return sort.take();
    }

    /** A log as lists show it. */
    LogRow row(int fact) {
        return new LogRow(
                logId(fact),
                facts.level(fact),
                message(fact),
                facts.start(fact),
                table.ids().text(facts.run(fact)),
                facts.place(fact));
    }

    /** How often a column has each text that contains another. */
    Map<String, Long> values(LogSelection selection, LogColumn column, String contained) {
        ContainedText wanted = new ContainedText(contained);
        Map<String, Long> counts = new HashMap<>();
        each(selection, false, fact -> {
            String text = text(fact, column);
            if (wanted.in(text)) {
                counts.merge(text, 1L, Long::sum);
            }
        });
        return counts;
    }
}
