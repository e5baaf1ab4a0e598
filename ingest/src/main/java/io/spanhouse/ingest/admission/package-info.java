/**
 * Who and how much is let in: authentication from headers, sizes, rates and memory permits, and every way to say no.
 * {@link io.spanhouse.ingest.admission.Rejection} is the one form of a refusal; it becomes a gRPC status in {@link
 * io.spanhouse.ingest.admission.GrpcStatuses} and an HTTP answer in {@link
 * io.spanhouse.ingest.admission.HttpStatuses}, nowhere else.
 *
 * <p>Of ours it imports {@code storage.model}, {@code storage.access} and {@code ingest.otlp} for the names of
 * what is counted and the bytes of error bodies. It knows no transport's server.
 *
 * <p>A door: the program that is put together of the modules counts by its names and sets its limits.
 */
@NullMarked
package io.spanhouse.ingest.admission;

import org.jspecify.annotations.NullMarked;
