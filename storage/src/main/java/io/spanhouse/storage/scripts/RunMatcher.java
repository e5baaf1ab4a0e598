package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Decides which runs a selection means. What depends on a run's form alone is decided once for each form. Good for one query
 * and thread.
 */
final class RunMatcher {
    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final RunTable table;
    private final TimeWindow window;
    private final boolean all;
    private final List<Part> parts = new ArrayList<>();
    private final FormMemo mine;
    private final FormMemo found;
    private final ContainedText search;
    private final boolean searches;
    private final TextHeap.Text text = new TextHeap.Text();

    RunMatcher(RunTable table, RunSelection selection) {
        this.table = table;
        this.window = selection.window();
        this.all = selection.filters().all();
        for (ColumnFilter<RunColumn> filter : selection.filters().filters()) {
            parts.add(new Part(filter));
        }
        String script = selection.script();
        Set<String> services = selection.visibility().services();
        RunForms forms = table.forms();
        this.mine = new FormMemo(form -> forms.text(form, RunForms.Part.SCRIPT).equals(script)
                && (services == null || services.contains(forms.text(form, RunForms.Part.SERVICE))));
        this.search = new ContainedText(selection.search());
        this.searches = !selection.search().isEmpty();
        this.found = new FormMemo(this::isFound);
    }

    private boolean isFound(int form) {
        for (RunColumn column : RunColumn.values()) {
            if (column.searched() && RunTexts.isOfForm(column) && search.in(RunTexts.ofForm(table, form, column))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a run is of the script and may be seen. */
    boolean isMine(RunState run) {
        return mine.test(run.form);
    }

    boolean test(RunState run) {
        return mine.test(run.form) && window.contains(run.startNanos) && meets(run) && isSearched(run);
    }

    private boolean isSearched(RunState run) {
        if (!searches || found.test(run.form)) {
            return true;
        }
        return search.in(table.id(run.run, text));
    }

    private boolean meets(RunState run) {
        if (parts.isEmpty()) {
            return true;
        }
        for (Part part : parts) {
            if (part.test(run) != all) {
                return !all;
            }
        }
        return all;
    }

    /** One filter. */
    private final class Part {
        private final RunColumn column;
        private final ColumnTest test;
        private final FormMemo memo;
        private final boolean[] byStatus = new boolean[RunStatus.values().length];

        Part(ColumnFilter<RunColumn> filter) {
            this.column = filter.column();
            this.test = new ColumnTest(filter);
            this.memo = new FormMemo(form -> test.test(RunTexts.ofForm(table, form, filter.column())));
            for (RunStatus status : RunStatus.values()) {
                byStatus[status.ordinal()] = test.test(status.text());
            }
        }

        boolean test(RunState run) {
            if (RunTexts.isOfForm(column)) {
                return memo.test(run.form);
            }
            if (column == RunColumn.STATUS) {
                return byStatus[run.status.ordinal()];
            }
            if (column == RunColumn.RUN_ID) {
                return test.test(table.id(run.run, text));
            }
            return test.test(RunTexts.of(table, run, column));
        }
    }

    /** Which forms may be seen, whatever their script. */
    static final class Seen {
        private final FormMemo memo;

        Seen(RunForms forms, Visibility visibility) {
            Set<String> services = visibility.services();
            memo = new FormMemo(form -> services == null || services.contains(forms.text(form, RunForms.Part.SERVICE)));
        }

        boolean test(int form) {
            return memo.test(form);
        }
    }

    /** What was decided for forms. */
    private static final class FormMemo {
        private final IntPredicate decision;
        private byte[] known = new byte[64];

        FormMemo(IntPredicate decision) {
            this.decision = decision;
        }

        boolean test(int form) {
            if (form >= known.length) {
                known = Arrays.copyOf(known, Math.max(form + 1, 2 * known.length));
            }
            if (known[form] == UNKNOWN) {
                known[form] = decision.test(form) ? YES : NO;
            }
            return known[form] == YES;
        }
    }
}
