/**
 * The reading half of Google's Cloud Trace API v1: list and get over REST and gRPC, as its clients speak it. Translating only: what a list finds
 * is decided by the store.
 *
 * <pre>
 * Cloud Trace                    here
 * projectId                      project; chooses among those of the caller's key
 * traceId, spanId                trace id as 32 hexadecimal digits, span id as an unsigned decimal number
 * kind RPC_SERVER                kind server or consumer
 * kind RPC_CLIENT                kind client or producer
 * name, startTime, endTime       as they are; a time that was not given is left out
 * parentSpanId                   parent span id; left out of a root
 * labels                         attributes of span and resource as texts, and {@link io.spanhouse.query.cloudtrace.LabelNames}
 * (nothing)                      events, links, status, scope: in our own API
 * list: startTime, endTime       both included, of the root's start; without a root, of the trace's
 * list: filter                   each term of any one span; {@link io.spanhouse.query.cloudtrace.FilterReader} is the grammar
 * filter: root:, ^               any span without a parent
 * filter: latency:               duration of the trace, latest end minus earliest start
 * filter: KEY:                   the label's sources; a list's elements count each, bytes count whole
 * list: orderBy                  trace id, root's name, duration, start; the trace's start where there is no root
 * list: pageToken                the store's cursor: good for an hour, and for the same request only
 * </pre>
 *
 * <p>Where the public description is silent: what the filter's grammar does not know is refused with its position; a start
 * after the end is refused; a list without an order has the newest root first; all spans of a trace are shown, however many.
 *
 * <p>Imports {@code query.http}, {@code proto} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.cloudtrace;

import org.jspecify.annotations.NullMarked;
