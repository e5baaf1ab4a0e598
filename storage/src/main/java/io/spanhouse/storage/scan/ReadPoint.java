package io.spanhouse.storage.scan;

/**
 * Gives the points in time that cursors stand on. The owner of the ticks implements it.
 */
@FunctionalInterface
public interface ReadPoint {
    /**
     * A tick with a clean cut: every span taken with this tick or an earlier one is visible in all views acquired after
     * the return, and spans taken later get a greater one. May wait for the journal's group that is under way.
     */
    long take();
}
