package io.spanhouse.storage.scripts;

/**
 * One line that a run logged.
 *
 * @param logId its id: what was sent, else the span's
 * @param level what kind of line
 * @param message the line
 * @param timeNanos when, unsigned nanoseconds since 1970
 * @param runId the run
 * @param place the span that is the line or has it as an event
 */
public record LogRow(String logId, LogLevel level, String message, long timeNanos, String runId, SpanPlace place) {}
