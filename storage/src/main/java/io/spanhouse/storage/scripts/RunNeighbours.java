package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/**
 * A run and where it stands in a list.
 *
 * @param run the run itself, whether or not the list has it
 * @param place where it stands, null if the list does not have it
 */
public record RunNeighbours(RunRow run, @Nullable Place place) {
    /**
     * Where a run stands in a list.
     *
     * @param previous id of the run before, null if there is none
     * @param next id of the run after, null if there is none
     * @param position how many runs are before it
     * @param total how many the list has
     */
    public record Place(@Nullable String previous, @Nullable String next, long position, long total) {}
}
