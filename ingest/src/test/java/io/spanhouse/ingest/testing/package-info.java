/** Servers, sinks and counters for the tests of ingest. */
@NullMarked
package io.spanhouse.ingest.testing;

import org.jspecify.annotations.NullMarked;
