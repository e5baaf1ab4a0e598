package io.spanhouse.storage.head;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Older fragments that fragments in the head disown, in the order in which they did. Immutable; a longer list shares the
 * arrays of the one that it was made from, which sees no further than its own size. 28 bytes each.
 */
final class Disownings {
    static final Disownings NONE =
            new Disownings(new int[0], new FragmentSource[0], new int[0], new Generation[0], new int[0], 0);

    private static final int BYTES_OF_ONE = 28;

    private final int[] projects;
    private final FragmentSource[] sources;
    private final int[] traces;
    private final Generation[] by;
    private final int[] rows;
    private final int size;

    private Disownings(int[] projects, FragmentSource[] sources, int[] traces, Generation[] by, int[] rows, int size) {
        this.projects = projects;
        this.sources = sources;
        this.traces = traces;
        this.by = by;
        this.rows = rows;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** The project of a disowned fragment. */
    int project(int index) {
        return projects[index];
    }

    /** Where a disowned fragment is. */
    FragmentSource source(int index) {
        return sources[index];
    }

    /** Its number there. */
    int trace(int index) {
        return traces[index];
    }

    /** The generation that disowns it. */
    Generation by(int index) {
        return by[index];
    }

    /** The first row of that generation that does. */
    int row(int index) {
        return rows[index];
    }

    /** This list and one more; of lists made one from the other, only the longest may be added to. */
    Disownings plus(int project, FragmentPlace place, Generation generation, int row) {
        int capacity = size < traces.length ? traces.length : Math.max(16, size * 2);
        Disownings longer = new Disownings(
                capacity == projects.length ? projects : Arrays.copyOf(projects, capacity),
                capacity == sources.length ? sources : Arrays.copyOf(sources, capacity),
                capacity == traces.length ? traces : Arrays.copyOf(traces, capacity),
                capacity == by.length ? by : Arrays.copyOf(by, capacity),
                capacity == rows.length ? rows : Arrays.copyOf(rows, capacity),
                size + 1);
        longer.projects[size] = project;
        longer.sources[size] = place.source();
        longer.traces[size] = place.trace();
        longer.by[size] = generation;
        longer.rows[size] = row;
        return longer;
    }

    /** A list of its own without what a generation disowned, and with the fragments that lay in it at their new places. */
    Disownings sealed(Generation generation, SealedPlaces places) {
        Disownings rest = NONE;
        for (int i = 0; i < size; i++) {
            if (by[i] == generation) {
                continue;
            }
            FragmentPlace place = new FragmentPlace(sources[i], traces[i]);
            if (sources[i] == generation) {
                place = new FragmentPlace(places.source(projects[i]), generation.fragment(traces[i]));
            }
            rest = rest.plus(projects[i], place, by[i], rows[i]);
        }
        return rest;
    }

    /** A list of its own with fragments in blocks where they are now, without those that are gone. */
    Disownings moved(Relocation relocation) {
        Disownings rest = NONE;
        for (int i = 0; i < size; i++) {
            @Nullable FragmentPlace place = new FragmentPlace(sources[i], traces[i]);
            if (!(sources[i] instanceof Generation)) {
                TraceTable table = by[i].traces();
                int trace = by[i].trace(rows[i]);
                place = relocation.moved(place, table.project(trace), table.idHigh(trace), table.idLow(trace));
            }
            if (place != null) {
                rest = rest.plus(projects[i], place, by[i], rows[i]);
            }
        }
        return rest;
    }

    long bytes() {
        return (long) BYTES_OF_ONE * size;
    }
}
