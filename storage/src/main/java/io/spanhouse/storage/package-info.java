/**
 * The door of the engine: open a store, append spans, get, search, aggregate, close. The engine knows nothing of OTLP, HTTP
 * or gRPC.
 *
 * <p>Imports every package of the module.
 */
@NullMarked
package io.spanhouse.storage;

import org.jspecify.annotations.NullMarked;
