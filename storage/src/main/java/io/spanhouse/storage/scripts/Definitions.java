package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The trace definitions of all projects. A change is on disk before it counts and before its caller is told. All of them are
 * in memory, so asking takes no lock and reads no disk: the write side asks at every request.
 *
 * <p>Thread-safe.
 */
public final class Definitions {
    /** Most definitions of one project. */
    public static final int DEFINITIONS_MAX = 1_000;

    private static final int READ_AT_ONCE = 1_000;

    private final OwnTable table;
    private final Counters counters;
    private final StoreClock clock;
    /** By project, then by number. Replaced as a whole. */
    private volatile Map<Integer, Map<Long, Definition>> all;

    private volatile @Nullable StoreException unreadable;

    Definitions(OwnTable table, StoreClock clock) {
        this.table = table;
        this.counters = new Counters(table);
        this.clock = clock;
        this.all = Map.of();
        try {
            all = read();
        } catch (StoreException e) {
            // Spans can be taken and shown without definitions; whoever asks for these is told.
            unreadable = e;
        }
    }

    private Map<Integer, Map<Long, Definition>> read() {
        Map<Integer, Map<Long, Definition>> found = new HashMap<>();
        OwnKey prefix = OwnKey.of(OwnKey.Kind.DEFINITION);
        List<OwnTable.Row> rows = table.rows(prefix, null, false, READ_AT_ONCE);
        while (!rows.isEmpty()) {
            for (OwnTable.Row row : rows) {
                long number = row.key().lastNumber();
                found.computeIfAbsent(row.key().project(), project -> new TreeMap<>())
                        .put(number, DefinitionCodec.decode(number, row.value()));
            }
            rows = table.rows(prefix, rows.get(rows.size() - 1).key(), false, READ_AT_ONCE);
        }
        return found;
    }

    /** Whether a project has any definition that is enabled; costs next to nothing. */
    public boolean anyEnabled(int project) {
        Map<Long, Definition> definitions = all.get(project);
        if (definitions == null) {
            return false;
        }
        for (Definition definition : definitions.values()) {
            if (definition.fields().enabled()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a project has any definition whose recordings end before their spans do. */
    boolean anyEnding(int project) {
        Map<Long, Definition> definitions = all.get(project);
        if (definitions == null) {
            return false;
        }
        for (Definition definition : definitions.values()) {
            if (definition.fields().keepDays() != DefinitionFields.FOREVER) {
                return true;
            }
        }
        return false;
    }

    /** Those that record runs of a script by a user now. */
    public List<Definition> matching(int project, String script, String user) {
        List<Definition> matching = new ArrayList<>();
        for (Definition definition : all.getOrDefault(project, Map.of()).values()) {
            if (definition.fields().matches(script, user)) {
                matching.add(definition);
            }
        }
        return matching;
    }

    /**
     * All of a project, by number.
     *
     * @throws StoreException CORRUPT or UNAVAILABLE if they could not be read when the store was opened
     */
    public List<Definition> list(int project) {
        requireReadable();
        return List.copyOf(all.getOrDefault(project, Map.of()).values());
    }

    /** Projects that have any. */
    List<Integer> projects() {
        return List.copyOf(all.keySet());
    }

    /** One of a project; null if there is none of the number. */
    public @Nullable Definition find(int project, long number) {
        requireReadable();
        return all.getOrDefault(project, Map.of()).get(number);
    }

    /**
     * Makes a definition.
     *
     * @param creator the public id of the key that does
     * @throws StoreException TOO_LARGE if the project has {@link #DEFINITIONS_MAX} already
     */
    public synchronized Definition create(int project, DefinitionFields fields, String creator) {
        requireReadable();
        if (all.getOrDefault(project, Map.of()).size() >= DEFINITIONS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "the project has " + DEFINITIONS_MAX + " trace definitions already, expected fewer");
        }
        long now = clock.epochMillis();
        List<OwnTable.Change> changes = new ArrayList<>();
        long number = counters.next(project, OwnKey.Kind.DEFINITION, 0, 1, changes);
        Definition made = new Definition(number, fields, now, now, creator);
        changes.add(put(project, made));
        table.write(changes);
        replace(project, number, made);
        return made;
    }

    /** Changes what a person set; null if there is none of the number. */
    public synchronized @Nullable Definition change(int project, long number, DefinitionFields fields) {
        Definition before = find(project, number);
        if (before == null) {
            return null;
        }
        Definition after =
                new Definition(number, fields, before.createdMillis(), clock.epochMillis(), before.creator());
        table.write(List.of(put(project, after)));
        replace(project, number, after);
        return after;
    }

    /**
     * Disables all that are enabled, at once: nothing new is recorded, and what was stays.
     *
     * @return those that it disabled, as they are now
     */
    public synchronized List<Definition> disableAll(int project) {
        requireReadable();
        long now = clock.epochMillis();
        List<Definition> disabled = new ArrayList<>();
        List<OwnTable.Change> changes = new ArrayList<>();
        for (Definition before : all.getOrDefault(project, Map.of()).values()) {
            if (before.fields().enabled()) {
                Definition after = new Definition(
                        before.number(), before.fields().disabled(), before.createdMillis(), now, before.creator());
                disabled.add(after);
                changes.add(put(project, after));
            }
        }
        if (!disabled.isEmpty()) {
            table.write(changes);
            disabled.forEach(definition -> replace(project, definition.number(), definition));
        }
        return disabled;
    }

    /** Deletes a definition; its list of recordings goes with it. False if there is none of the number. */
    public synchronized boolean delete(int project, long number) {
        if (find(project, number) == null) {
            return false;
        }
        table.write(List.of(new OwnTable.Change(OwnKey.of(OwnKey.Kind.DEFINITION, project, number), null)));
        replace(project, number, null);
        return true;
    }

    /** Forgets a project that is gone. */
    synchronized void forget(int project) {
        Map<Integer, Map<Long, Definition>> after = new HashMap<>(all);
        after.remove(project);
        all = after;
    }

    private void requireReadable() {
        StoreException failure = unreadable;
        if (failure != null) {
            throw new StoreException(failure.kind(), String.valueOf(failure.getMessage()), failure);
        }
    }

    private static OwnTable.Change put(int project, Definition definition) {
        return new OwnTable.Change(
                OwnKey.of(OwnKey.Kind.DEFINITION, project, definition.number()), DefinitionCodec.encode(definition));
    }

    private void replace(int project, long number, @Nullable Definition definition) {
        Map<Long, Definition> definitions = new TreeMap<>(all.getOrDefault(project, Map.of()));
        if (definition == null) {
            definitions.remove(number);
        } else {
            definitions.put(number, definition);
        }
        Map<Integer, Map<Long, Definition>> after = new HashMap<>(all);
        after.put(project, definitions);
        all = after;
    }
}
