/**
 * Tempo's API, as Grafana's data source speaks it, on the query port. Translating only: what a query finds is decided by the
 * store, what it means by {@code query.traceql}.
 *
 * <table>
 * <caption>What becomes of a request</caption>
 * <tr><th>path<th>asked of the store
 * <tr><td>{@code /api/traces/{id}}, {@code /api/v2/traces/{id}}<td>the trace, whole; OTLP in protobuf, or in protobuf's JSON
 * <tr><td>{@code /api/search}<td>the newest traces that a TraceQL query leaves spans of, and those spans
 * <tr><td>the same with {@code tags}<td>traces with a span for each tag whose value contains the text, whatever its case
 * <tr><td>{@code /api/search/tags}, {@code /api/v2/search/tags}<td>attribute keys of the spans that the query's condition picks
 * <tr><td>{@code /api/search/tag/{t}/values}, {@code /api/v2/...}<td>groups of those spans by the tag
 * <tr><td>{@code /api/metrics/query_range}, {@code /api/metrics/query}<td>groups of the spans by the labels, over time
 * </table>
 *
 * <p>The gRPC service {@code tempopb.StreamingQuerier} asks the same by messages, whose fields become the parameters of the
 * paths. Every answer has two forms, messages and JSON ({@link io.spanhouse.query.tempo.TempoAnswer}).
 *
 * <p>A window of seconds has both its seconds. Errors are a line of text.
 *
 * <p>Imports {@code proto}, {@code query}, {@code query.http}, {@code query.trace}, {@code query.traceql} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.tempo;

import org.jspecify.annotations.NullMarked;
