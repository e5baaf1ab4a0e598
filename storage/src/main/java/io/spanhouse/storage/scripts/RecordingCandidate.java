package io.spanhouse.storage.scripts;

/**
 * One execution of a script as its first spans tell it.
 *
 * @param script the script's name
 * @param user who ran it; empty if not told
 * @param run the run's id
 */
public record RecordingCandidate(String script, String user, String run) {}
