package io.spanhouse.storage.access;

import org.jspecify.annotations.Nullable;

/**
 * A way into the program: what one of its listeners answers, and to whom. Listeners list theirs, so that an operator sees what
 * is open and no way in can be forgotten where keys are tested.
 *
 * @param method the HTTP method, {@code POST} for methods of gRPC, {@code *} for any
 * @param path the path, or a template with names in braces
 * @param scope what a key must be allowed to do; null if none is asked for
 */
public record Entrance(String method, String path, @Nullable Scope scope) {}
