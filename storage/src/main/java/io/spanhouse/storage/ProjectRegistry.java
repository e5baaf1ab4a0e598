package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and numbers of projects. A number is given once and never again, so a deleted project's spans can never be taken for
 * those of a new one of the same name; deleted numbers stay listed until no file has a span of them.
 *
 * <p>One small file, replaced as a whole and synced at each change; changes are rare, and a thousand projects are 60 KB.
 * Looking up takes no lock. Thread-safe.
 */
final class ProjectRegistry {
    /** Most projects of a store, those being deleted included. */
    static final int PROJECTS_MAX = 100_000;

    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Path file;
    private final SafeDocument<FileForm> document;
    private volatile State state;

    private ProjectRegistry(Path file, SafeDocument<FileForm> document, State state) {
        this.file = file;
        this.document = document;
        this.state = state;
    }

    /**
     * Reads the registry; an absent file is an empty one, unless there is data.
     *
     * @param lastUsed greatest number that any data has, so that a lost file does not give it again
     * @param mends whether a damaged file is put right by its other copy
     * @throws StoreException CORRUPT or TOO_NEW if the file is not one of this program's, UNAVAILABLE if it cannot be read
     */
    static ProjectRegistry open(Path file, int lastUsed, boolean mends) {
        SafeDocument<FileForm> document = new SafeDocument<>(file, FileForm.class);
        FileForm form = document.read(mends);
        if (form == null) {
            if (lastUsed > 0) {
                // An empty list would answer every question about these spans with nothing.
                throw new StoreException(
                        FailureKind.CORRUPT,
                        file + " is not there, but there are spans of projects up to number " + lastUsed
                                + "; put the file back from a backup, or 'repair' gives the projects new names");
            }
            return new ProjectRegistry(file, document, new State(1, Map.of(), Set.of()));
        }
        if (form.version() > VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW, file + " has version " + form.version() + ", expected at most " + VERSION);
        }
        Map<String, Integer> names = new HashMap<>();
        for (ProjectForm project : form.projects()) {
            names.put(project.name(), project.number());
        }
        int next = Math.max(form.next(), lastUsed + 1);
        return new ProjectRegistry(file, document, new State(next, Map.copyOf(names), Set.copyOf(form.deleted())));
    }

    /** Writes a list of projects where it was lost: numbers that data has, under names that say so. */
    static void restore(Path file, Set<Integer> numbers) throws IOException {
        List<ProjectForm> projects = new ArrayList<>();
        int next = 1;
        for (int number : numbers) {
            projects.add(new ProjectForm("recovered-" + number, number));
            next = Math.max(next, number + 1);
        }
        new SafeDocument<>(file, FileForm.class).write(new FileForm(VERSION, next, projects, List.of()));
    }

    /** What was wrong with its files, one sentence each. */
    List<String> alarms() {
        return document.alarms();
    }

    /** The number of a project, given now if it has none. */
    int number(String name) {
        Integer known = state.names().get(name);
        return known != null ? known : create(name);
    }

    /** The number of a project, or null. */
    @Nullable
    Integer find(String name) {
        return state.names().get(name);
    }

    /** All projects, by name. */
    Map<String, Integer> names() {
        return new TreeMap<>(state.names());
    }

    /** Numbers of projects whose spans are to go. */
    Set<Integer> deleted() {
        return state.deleted();
    }

    /** Whether spans of a number may be seen. */
    boolean visible(int number) {
        return !state.deleted().contains(number);
    }

    /** Lets go of a name; its number counts as deleted from now on. Null if there is no such project. */
    synchronized @Nullable Integer delete(String name) {
        State before = state;
        Integer number = before.names().get(name);
        if (number == null) {
            return null;
        }
        Map<String, Integer> names = new HashMap<>(before.names());
        names.remove(name);
        Set<Integer> deleted = new HashSet<>(before.deleted());
        deleted.add(number);
        replace(new State(before.next(), Map.copyOf(names), Set.copyOf(deleted)));
        return number;
    }

    /** No file has a span of these numbers any more. */
    synchronized void forget(Set<Integer> gone) {
        State before = state;
        Set<Integer> deleted = new HashSet<>(before.deleted());
        if (deleted.removeAll(gone)) {
            replace(new State(before.next(), before.names(), Set.copyOf(deleted)));
        }
    }

    private synchronized int create(String name) {
        State before = state;
        Integer known = before.names().get(name);
        if (known != null) {
            return known;
        }
        if (!NAME.matcher(name).matches()) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "project name has " + name.length()
                            + " characters, expected 1 to 128 of letters, digits, dot, underscore and dash");
        }
        if (before.names().size() + before.deleted().size() >= PROJECTS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "there are " + PROJECTS_MAX + " projects already, expected fewer");
        }
        Map<String, Integer> names = new HashMap<>(before.names());
        names.put(name, before.next());
        replace(new State(before.next() + 1, Map.copyOf(names), before.deleted()));
        return before.next();
    }

    private void replace(State after) {
        List<ProjectForm> projects = new ArrayList<>();
        for (Map.Entry<String, Integer> project : new TreeMap<>(after.names()).entrySet()) {
            projects.add(new ProjectForm(project.getKey(), project.getValue()));
        }
        List<Integer> deleted = new ArrayList<>(after.deleted());
        deleted.sort(null);
        try {
            document.write(new FileForm(VERSION, after.next(), projects, deleted));
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, file + " cannot be written: " + e, e);
        }
        state = after;
    }

    private record State(int next, Map<String, Integer> names, Set<Integer> deleted) {}

    record FileForm(int version, int next, List<ProjectForm> projects, List<Integer> deleted) {}

    record ProjectForm(String name, int number) {}
}
