/**
 * The door of the read side: our own API, the dialects of other tools and the web UI. May import\n * {@code io.spanhouse.proto} and the doors of {@code io.spanhouse.storage}, never {@code io.spanhouse.ingest}.
 */
@NullMarked
package io.spanhouse.query;

import org.jspecify.annotations.NullMarked;
