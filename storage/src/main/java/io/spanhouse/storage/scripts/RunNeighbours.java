package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/**
 * What stands beside a run in a list.
 *
 * @param run the run itself, whether or not the list has it
 * @param listed whether the list has it
 * @param previous id of the run before, null if there is none or the list does not have the run
 * @param next id of the run after
 */
public record RunNeighbours(
        RunRow run,
        boolean listed,
        @Nullable String previous,
        @Nullable String next) {}
