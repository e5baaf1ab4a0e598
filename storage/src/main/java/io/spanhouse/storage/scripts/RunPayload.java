package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/**
 * What went into a run and came out of it, read from its own span.
 *
 * @param input as text: what was sent as text as it is, anything else as JSON; null if nothing was sent
 * @param output the same
 */
public record RunPayload(@Nullable String input, @Nullable String output) {
    /** Of a run without an own span. */
    public static final RunPayload NONE = new RunPayload(null, null);
}
