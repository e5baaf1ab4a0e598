/**
 * The writing half of Google's Cloud Trace API, over REST and gRPC: patch of v1, and v2, which does nothing else. Translating
 * only; pieces of a span are merged by the store.
 *
 * <pre>
 * v1                               here
 * projectId                        project; that of a trace must be the address's, or empty
 * traceId, spanId                  trace id, span id; span id 0 is refused
 * kind RPC_SERVER, RPC_CLIENT      kind server, client
 * name                             name, cut after 128 bytes at a character's end, and marked
 * startTime, endTime               start, end
 * parentSpanId                     parent span id
 * labels                           text attributes under their own keys
 * /component, g.co/gae/app/module  besides: the resource's service.name; without them it is the project, as assumed
 * </pre>
 *
 * <pre>
 * v2                               here
 * name, spanId                     project, trace id, span id; hexadecimal, none of them 0; the project is the address's
 * displayName                      name
 * startTime, endTime               start, end
 * parentSpanId                     parent span id
 * spanKind                         kind, same numbers
 * attributes                       attributes: text, whole number, boolean; those that begin with service. are the resource's
 * /component, g.co/gae/app/module  besides: service.name of a resource without one; without them the project, as assumed
 * otel.scope.name, .version        the scope
 * timeEvents: annotation           event with the description as its name
 * timeEvents: messageEvent         event "message" with message.type, .id, .uncompressed_size, .compressed_size
 * links                            links; their type is the attribute g.co/link_type
 * status 0; other                  status ok; error, the code in g.co/status_code unless it is UNKNOWN
 * sameProcessAsParentSpan          the flags that say whether the parent is remote
 * stackTrace, childSpanCount       /stacktrace, g.co/child_span_count
 * truncatedByteCount               the mark of a value that was cut
 * dropped...Count                  dropped counts; those of annotations and message events added
 * </pre>
 *
 * <p>By v1 a span that is there already is overwritten field by field by what the piece gives, label by label; what it leaves out,
 * which JSON and protobuf both write as the default value, stays. By v2 it is not: the same again is a client's retry. A request is taken whole or not at all, and answered when
 * it is on disk.
 *
 * <p>Of ours it imports {@code ingest}, {@code ingest.admission}, {@code ingest.http}, {@code ingest.otlp} and {@code proto}.
 */
@NullMarked
package io.spanhouse.ingest.cloudtrace;

import org.jspecify.annotations.NullMarked;
