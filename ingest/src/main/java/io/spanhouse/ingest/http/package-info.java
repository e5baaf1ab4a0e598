/**
 * OTLP over HTTP: a server on its own port (HTTP/1.1 and HTTP/2 without upgrade on the same) that hands bodies to {@link
 * io.spanhouse.ingest.TraceIngest}. Transport only: routes, headers, bodies as they arrive, answers and error bodies in the
 * request's encoding, and what callers of the wrong port or path are told. {@link io.spanhouse.ingest.http.PostIntake} takes
 * the bodies of other protocols just as well.
 *
 * <p>Of ours it imports {@code ingest}, {@code ingest.admission} and {@code ingest.otlp}.
 */
@NullMarked
package io.spanhouse.ingest.http;

import org.jspecify.annotations.NullMarked;
