/**
 * Zipkin's spans in: JSON of version 2 and 1, and protobuf, over HTTP and as a gRPC call. Translating only: a span is read as Zipkin means it,
 * written as OTLP, and goes on through the reader of OTLP, so limits, repairs and counters are the same for both.
 *
 * <table>
 * <caption>What becomes of a Zipkin span</caption>
 * <tr><th>Zipkin<th>OTLP
 * <tr><td>trace id of 64 bits<td>padded with zeros on the left
 * <tr><td>localEndpoint.serviceName<td>resource {@code service.name}, as sent; spans with one resource share it
 * <tr><td>localEndpoint ipv4 or ipv6, port<td>{@code net.host.ip}, {@code net.host.port}
 * <tr><td>remoteEndpoint name, ipv4 or ipv6, port<td>{@code peer.service}, {@code net.peer.ip}, {@code net.peer.port}
 * <tr><td>a second address of an endpoint<td>{@code zipkin.net.host.ipv6}, {@code zipkin.net.peer.ipv6}
 * <tr><td>kind<td>kind; without one, tag {@code span.kind=internal} makes it internal
 * <tr><td>timestamp, duration in microseconds<td>start and end in nanoseconds
 * <tr><td>no timestamp<td>the earliest annotation's, else the time of receipt, and {@code otel.zipkin.absentField.startTime}
 * <tr><td>no duration<td>end is start, and {@code otel.zipkin.absentField.duration}
 * <tr><td>tags<td>attributes of the span, text; of names that belong to a resource, of the resource
 * <tr><td>tag {@code error} other than {@code false}<td>status error with the text as message, {@code true} aside; the tag stays
 * <tr><td>tags {@code otel.status_code}, {@code otel.status_description}<td>status
 * <tr><td>tags {@code otel.scope.name}, {@code .version}, or {@code otel.library.}<td>scope
 * <tr><td>tag {@code w3c.tracestate}<td>trace state
 * <tr><td>tags {@code otlp.link.N}<td>links
 * <tr><td>annotations<td>events; {@code "name": {attributes}} and {@code name|attributes|dropped} are taken apart
 * <tr><td>debug, shared<td>{@code zipkin.debug}, {@code zipkin.shared}
 * </table>
 *
 * <p>Every span may be a piece of one half of a call; the store merges it with what is there of the same half ({@link
 * io.spanhouse.storage.model.SpanMark#HALF}).
 *
 * <p>A request with one span that is none is refused whole, as Zipkin does. May import {@code ingest}, {@code
 * ingest.admission}, {@code ingest.http}, {@code ingest.otlp} and {@code storage.model}.
 */
@NullMarked
package io.spanhouse.ingest.zipkin;

import org.jspecify.annotations.NullMarked;
