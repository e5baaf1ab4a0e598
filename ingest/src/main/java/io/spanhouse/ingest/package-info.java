/**
 * The door of the write side: protocols in, span batches out. May import {@code io.spanhouse.proto} and the doors of\n * {@code io.spanhouse.storage}, never {@code io.spanhouse.query}.
 */
@NullMarked
package io.spanhouse.ingest;

import org.jspecify.annotations.NullMarked;
