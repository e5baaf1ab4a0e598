package io.spanhouse.storage.head;

/**
 * What holds fragments of traces, numbered from 0: a {@link Generation}, or a block as a view has it opened. Told apart by
 * identity.
 */
public interface FragmentSource {}
