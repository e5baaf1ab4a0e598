package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Projects of a dump: their names, and which of them is to be shown. Immutable. */
final class DumpProjects {
    private final Map<String, Integer> names;
    private final Map<Integer, String> byNumber = new HashMap<>();
    private final @Nullable Integer only;

    private DumpProjects(Map<String, Integer> names, @Nullable Integer only) {
        this.names = names;
        this.only = only;
        names.forEach((name, number) -> byNumber.put(number, name));
    }

    /**
     * Projects of a store.
     *
     * @param store its directory, null if there is none: projects have numbers only
     * @param project name or number of the only one to show, null for all
     * @throws StoreException BAD_INPUT if there is no such project
     */
    static DumpProjects of(@Nullable Path store, @Nullable String project) {
        Map<String, Integer> names = store == null
                ? new TreeMap<>()
                : ProjectRegistry.open(StoreDirectory.projects(store), 0, false).names();
        if (project == null) {
            return new DumpProjects(names, null);
        }
        Integer number = names.get(project);
        if (number == null) {
            try {
                number = Integer.valueOf(project);
            } catch (NumberFormatException e) {
                throw new StoreException(
                        FailureKind.BAD_INPUT,
                        "there is no project '" + project + "'; expected the number of one"
                                + (names.isEmpty() ? "" : " or one of " + String.join(", ", names.keySet())),
                        e);
            }
        }
        return new DumpProjects(names, number);
    }

    Map<String, Integer> names() {
        return names;
    }

    /** Whether a project is to be shown. */
    boolean shown(int number) {
        return only == null || only == number;
    }

    /** Number, and name if it has one: a deleted project has none any more. */
    String text(int number) {
        String name = byNumber.get(number);
        return "project " + number + (name == null ? "" : " " + name);
    }
}
