package io.spanhouse.storage.scripts;

/**
 * Which logs of a script are meant. The window of the runs says which runs; their logs then count in full, whenever they
 * were written.
 *
 * @param runs of which runs; filters and search of it hold for runs
 * @param filters on the logs' columns
 * @param search in their searched columns, whatever the case of letters; empty for all
 */
public record LogSelection(RunSelection runs, FilterSet<LogColumn> filters, String search) {}
