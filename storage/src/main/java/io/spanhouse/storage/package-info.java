/**
 * The door of the engine: open a store, append, get, search, aggregate, close. It knows no OTLP, HTTP or gRPC.\n *\n * <p>May import every package of this module and nothing else of ours.
 */
@NullMarked
package io.spanhouse.storage;

import org.jspecify.annotations.NullMarked;
