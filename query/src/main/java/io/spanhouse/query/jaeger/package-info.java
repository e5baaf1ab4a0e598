/**
 * Jaeger's API as its page, Grafana and other clients speak it: the older one below {@code /api/}, version 3 below {@code
 * /api/v3/} and as gRPC service {@code jaeger.api_v3.QueryService}. Translating only: what a list finds is decided by the
 * store.
 *
 * <table>
 * <caption>What a search asks for: traces with one span that meets all of it, newest first</caption>
 * <tr><th>older, version 3<th>condition on the span
 * <tr><td>{@code service}, {@code query.serviceName}<td>resource {@code service.name}
 * <tr><td>{@code operation}, {@code query.operationName}<td>name
 * <tr><td>{@code start}, {@code end}; {@code query.startTimeMin}, {@code query.startTimeMax}<td>start, both ends inside
 * <tr><td>{@code minDuration}, {@code maxDuration}; {@code query.durationMin}, {@code query.durationMax}<td>duration, both
 *     ends inside
 * <tr><td>{@code tag}, {@code tags}; {@code query.attributes}<td>an attribute of span, resource, scope, event or link has this
 *     text, each perhaps at another level
 * <tr><td>tag {@code error}; {@code span.status}; {@code span.kind}<td>status; kind
 * <tr><td>tag {@code scope.name}; {@code scope.version}; {@code resource.K}<td>scope; K of the resource alone
 * <tr><td>{@code query.filter}<td>see {@link io.spanhouse.query.jaeger.expression}
 * <tr><td>{@code limit}, {@code query.searchDepth}<td>number of traces
 * </table>
 *
 * <table>
 * <caption>What becomes of a span in the older API</caption>
 * <tr><th>stored<th>shown
 * <tr><td>scope's name and version<td>tags {@code otel.scope.name}, {@code otel.scope.version}, the first
 * <tr><td>attributes<td>tags; lists and maps as JSON, bytes in base64
 * <tr><td>kind; status; its message; trace state<td>tags {@code span.kind}; {@code otel.status_code} and {@code error}; {@code
 *     otel.status_description}; {@code w3c.tracestate}
 * <tr><td>parent; links<td>references, CHILD_OF first; FOLLOWS_FROM, or CHILD_OF where a link's {@code opentracing.ref_type} is
 *     {@code child_of}
 * <tr><td>events<td>logs, the name as field {@code event}
 * <tr><td>resource<td>process, its name the {@code service.name}
 * <tr><td>nanoseconds<td>microseconds, cut
 * </table>
 *
 * <p>Unless {@code raw} is asked for, tags are in order of their keys and logs of their times. The page "Monitor" gets figures
 * that are worked out of spans: {@link io.spanhouse.query.jaeger.MonitorMetrics}.
 *
 * <p>Imports {@code proto}, {@code query}, {@code query.http}, {@code query.trace}, {@code query.jaeger.expression} and the
 * doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.jaeger;

import org.jspecify.annotations.NullMarked;
