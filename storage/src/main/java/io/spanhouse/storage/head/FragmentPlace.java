package io.spanhouse.storage.head;

/**
 * Where a fragment of a trace lies.
 *
 * @param source what holds it
 * @param trace its number there
 */
public record FragmentPlace(FragmentSource source, int trace) {}
