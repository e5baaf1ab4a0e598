package io.spanhouse.storage.head;

import java.util.ArrayList;
import java.util.List;

/**
 * The head at one instant: its generations with as many rows of each as may be seen, and which older fragments are
 * disowned by what is in these rows. Immutable; any thread may use it as long as it likes.
 */
public final class HeadSnapshot {
    private final List<Part> parts;
    private final Disownings disownings;

    /**
     * A generation as a snapshot has it.
     *
     * @param generation the rows; it may have more of them by now
     * @param rowCount how many of its rows count
     * @param traceCount how many of its traces have one of these rows
     * @param closed whether it will not get any more and can be sealed once the older ones are
     */
    public record Part(Generation generation, int rowCount, int traceCount, boolean closed) {}

    /** Takes a fragment that is disowned. */
    @FunctionalInterface
    public interface DisownedVisitor {
        /** A fragment that does not own its trace any more. */
        void visit(FragmentSource source, int trace);
    }

    HeadSnapshot(List<Part> parts, Disownings disownings) {
        this.parts = List.copyOf(parts);
        this.disownings = disownings;
    }

    /** The generations, oldest first. */
    public List<Part> parts() {
        return parts;
    }

    /** Number of rows of all generations. */
    public long rowCount() {
        long count = 0;
        for (Part part : parts) {
            count += part.rowCount();
        }
        return count;
    }

    /** The head as it was when a tick ended: without the rows that were taken later. */
    public HeadSnapshot asOf(long tick) {
        List<Part> earlier = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Generation generation = part.generation();
            int rowCount = generation.rowsAsOf(tick, part.rowCount());
            int traceCount = generation.traces().countWithin(rowCount, part.traceCount());
            earlier.add(new Part(generation, rowCount, traceCount, part.closed() && rowCount == part.rowCount()));
        }
        return new HeadSnapshot(earlier, disownings);
    }

    /**
     * Shows the fragments of a project, in blocks and in generations, that a later fragment in the head disowns. What blocks disown in
     * each other is not the head's to say.
     */
    public void disowned(int project, DisownedVisitor visitor) {
        for (int i = 0; i < disownings.size(); i++) {
            if (disownings.project(i) == project && sees(disownings.by(i), disownings.row(i))) {
                visitor.visit(disownings.source(i), disownings.trace(i));
            }
        }
    }

    /** The same without a generation that is in blocks now. */
    HeadSnapshot sealed(Generation generation, SealedPlaces places) {
        List<Part> rest = new ArrayList<>(parts);
        rest.removeIf(part -> part.generation() == generation);
        return new HeadSnapshot(rest, disownings.sealed(generation, places));
    }

    /** The same with fragments in blocks where they are now. */
    HeadSnapshot moved(Relocation relocation) {
        return new HeadSnapshot(parts, disownings.moved(relocation));
    }

    private boolean sees(Generation generation, int row) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).generation() == generation) {
                return row < parts.get(i).rowCount();
            }
        }
        return false;
    }
}
