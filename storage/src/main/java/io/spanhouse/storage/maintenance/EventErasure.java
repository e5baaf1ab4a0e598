package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.SpanRows;

/**
 * Which events of stored spans are to be gone from disk, because the time that a user gave them is over: they are left out
 * when their block is written anew, and count among their span's dropped events from then on. What is said to be erased
 * stays so. Called from the thread of maintenance.
 */
public interface EventErasure {
    /** Erases nothing. */
    EventErasure NONE = new EventErasure() {
        @Override
        public boolean any(int project) {
            return false;
        }

        @Override
        public String eventName() {
            return "";
        }

        @Override
        public Rows of(int project, SpanRows rows) {
            return row -> false;
        }
    };

    /** All blocks are about to be looked at: what is over by now is to be said of them. */
    default void begins() {}

    /** Whether a project may have such events; asked before anything of it is read. */
    boolean any(int project);

    /** The name that such events have; other events are never erased. */
    String eventName();

    /** Says of some rows of a project which lose their events of {@link #eventName}. */
    Rows of(int project, SpanRows rows);

    /** Some rows. */
    interface Rows {
        /** Whether a row loses its events of that name. */
        boolean loses(int row);
    }
}
