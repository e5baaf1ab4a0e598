package io.spanhouse.storage.scan;

/**
 * Gives the points in time that cursors stand on. The owner of the partitions' ticks implements it.
 */
@FunctionalInterface
public interface ReadPoint {
    /**
     * A tick with a clean cut through one partition: every span taken with this tick or an earlier one is visible in all
     * views acquired after the return, and spans that become visible later have a greater one. May wait for the journal's
     * group that is under way.
     */
    long take(int partition);
}
