/**
 * What spans of scripts have to do with trace definitions: a run is noted under those that it meets, and its frames are kept as
 * finely as the finest of them asks. {@link io.spanhouse.ingest.scripts.FrameResolution} stands behind the readers of all
 * protocols and before the store.
 *
 * <p>Imports {@code ingest.otlp} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.ingest.scripts;

import org.jspecify.annotations.NullMarked;
