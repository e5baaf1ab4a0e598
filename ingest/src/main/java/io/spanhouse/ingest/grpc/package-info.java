/**
 * OTLP over gRPC: a server on its own port that hands request bytes to {@link io.spanhouse.ingest.TraceIngest}. Transport
 * only: connections, streams, HTTP/2 limits, messages as raw bytes, and what callers of the wrong port are told.
 *
 * <p>Of ours it imports {@code ingest}, {@code ingest.admission} and {@code ingest.otlp}; the names and descriptors of services come from the
 * published OTLP artifact.
 */
@NullMarked
package io.spanhouse.ingest.grpc;

import org.jspecify.annotations.NullMarked;
