package io.spanhouse.storage.scripts;

/**
 * The order of a list of runs; those with equal keys by their ids, and those without a response time last.
 *
 * @param byResponseTime else by when they were executed
 * @param descending whether the greatest comes first
 */
public record RunOrder(boolean byResponseTime, boolean descending) {
    /** The order unless asked otherwise. */
    public static final RunOrder NEWEST = new RunOrder(false, true);
}
