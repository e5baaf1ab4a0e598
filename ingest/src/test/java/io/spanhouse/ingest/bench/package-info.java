/** Measurements that are run by hand; no test runs them. */
@NullMarked
package io.spanhouse.ingest.bench;

import org.jspecify.annotations.NullMarked;
