/**
 * The door of the write side: protocols in, span batches out. {@link io.spanhouse.ingest.TraceIngest} is the way of every
 * OTLP request from its headers to its answer, whatever the transport; {@code ingest.grpc} and {@code ingest.http} are
 * transports in front of it. {@link io.spanhouse.ingest.SpanRoute} is for protocols that have no listener of their own.
 *
 * <p>May import {@code io.spanhouse.proto} and the doors of {@code io.spanhouse.storage}, never {@code
 * io.spanhouse.query}. Of its own packages it imports all.
 */
@NullMarked
package io.spanhouse.ingest;

import org.jspecify.annotations.NullMarked;
