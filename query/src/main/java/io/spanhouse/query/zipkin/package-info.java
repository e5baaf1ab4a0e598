/**
 * Zipkin's API, version 2, as its clients and its web page speak it, below {@code /api/v2/} and {@code /zipkin/api/v2/}.
 * Translating only: what a list finds is decided by the store.
 *
 * <table>
 * <caption>What becomes of a span</caption>
 * <tr><th>stored<th>shown
 * <tr><td>trace id whose upper half is 0<td>16 digits
 * <tr><td>resource {@code service.name}, {@code net.host.ip}, {@code net.host.port}<td>localEndpoint, its name in lower case
 * <tr><td>the first of {@link io.spanhouse.query.zipkin.RemoteNames} of a client's or producer's span; {@code peer.service} of
 *     any; {@code net.peer.ip}, {@code net.peer.port}<td>remoteEndpoint
 * <tr><td>name<td>the same in lower case
 * <tr><td>kind internal or unspecified<td>none
 * <tr><td>start and end in nanoseconds<td>timestamp and duration in microseconds, cut; a duration below 1 is 1
 * <tr><td>attributes of span and resource<td>tags, the span's before the resource's; lists, maps and numbers as text
 * <tr><td>status error<td>tags {@code error} with the message and {@code otel.status_code=ERROR}; a span whose own tag
 *     {@code error} says the same keeps that alone
 * <tr><td>attribute {@code error} that is false, of a span that did not come from Zipkin and has no error<td>none
 * <tr><td>status ok<td>tag {@code otel.status_code=OK}
 * <tr><td>events<td>annotations: the name, or {@code "name": {attributes}}
 * <tr><td>links<td>tags {@code otlp.link.N}
 * <tr><td>scope, trace state, dropped counts<td>tags {@code otel.scope.*} and {@code otel.library.*}, {@code w3c.tracestate},
 *     {@code otel.dropped_*_count}
 * <tr><td>marks that Zipkin's spans got on their way in<td>what they stand for
 * <tr><td>a half of a call that came in pieces<td>the pieces as they came; found and linked as one span
 * </table>
 *
 * <p>A trace is listed by its earliest start. Conditions of a list may be met by different spans of the service, the two
 * bounds of a duration by one. Names are compared without regard to case. Errors are a line of text.
 *
 * <p>Imports {@code query}, {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.zipkin;

import org.jspecify.annotations.NullMarked;
