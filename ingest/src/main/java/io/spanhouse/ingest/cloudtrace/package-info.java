/**
 * The writing half of Google's Cloud Trace API v1: patch, over REST and gRPC. Translating only; pieces of a span are merged by the store.
 *
 * <pre>
 * Cloud Trace                      here
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
 * <p>A span that is there already is overwritten field by field by what the piece gives, label by label; what it leaves out,
 * which JSON and protobuf both write as the default value, stays. A request is taken whole or not at all, and answered when
 * it is on disk.
 *
 * <p>Of ours it imports {@code ingest}, {@code ingest.admission}, {@code ingest.http}, {@code ingest.otlp} and {@code proto}.
 */
@NullMarked
package io.spanhouse.ingest.cloudtrace;

import org.jspecify.annotations.NullMarked;
