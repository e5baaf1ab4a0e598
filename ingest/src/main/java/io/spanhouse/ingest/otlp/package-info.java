/**
 * OTLP traces to span batches, and the answers to an export.
 *
 * <p>{@link io.spanhouse.ingest.otlp.TraceRequestWalker} reads protobuf bytes, {@link
 * io.spanhouse.ingest.otlp.TraceRequestJsonReader} reads JSON; both give a {@link io.spanhouse.ingest.otlp.WalkResult}
 * and refuse only what does not decode. What is judged span by span (ids, limits, times) is written once, in {@link
 * io.spanhouse.ingest.otlp.SpanIntake}. {@link io.spanhouse.ingest.otlp.ExportResponses} writes what the client is told.
 *
 * <p>Imports {@code io.spanhouse.storage.model}; no transport.
 *
 * <p>A door: the program that is put together of the modules counts by its names and sets its limits.
 */
@NullMarked
package io.spanhouse.ingest.otlp;

import org.jspecify.annotations.NullMarked;
