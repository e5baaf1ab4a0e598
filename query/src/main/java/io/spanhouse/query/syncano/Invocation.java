package io.spanhouse.query.syncano;

import io.spanhouse.storage.scripts.ColumnFilter;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunRow;
import java.util.ArrayList;
import java.util.List;

/** A way of execution, with its place in the addresses. */
enum Invocation {
    /** Called by name, or in a way that nobody told. */
    SCRIPT("snippets/scripts", "script"),
    SCHEDULE("schedules", "schedule"),
    TRIGGER("triggers", "trigger"),
    ENDPOINT("endpoints/scripts", "endpoint");

    private final String path;
    private final String text;

    Invocation(String path, String text) {
        this.path = path;
        this.text = text;
    }

    /** Where its scripts are, below the instance. */
    String path() {
        return path;
    }

    /** As metrics name it. */
    String text() {
        return text;
    }

    /** Runs that were executed so. */
    FilterSet<RunColumn> filter() {
        if (this != SCRIPT) {
            return new FilterSet<>(
                    true,
                    List.of(new ColumnFilter<>(RunColumn.INVOCATION, ColumnFilter.Operator.EQUAL, List.of(text))));
        }
        List<String> others = new ArrayList<>();
        for (Invocation other : values()) {
            if (other != SCRIPT) {
                others.add(other.text);
            }
        }
        return new FilterSet<>(
                true, List.of(new ColumnFilter<>(RunColumn.INVOCATION, ColumnFilter.Operator.NOT_EQUAL, others)));
    }

    /** How a run was executed. */
    static Invocation of(RunRow run) {
        for (Invocation invocation : values()) {
            if (invocation.text.equals(run.invocation())) {
                return invocation;
            }
        }
        return SCRIPT;
    }
}
