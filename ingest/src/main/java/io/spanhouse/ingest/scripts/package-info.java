/**
 * Spans of scripts: those that come as the JSON that a Python SDK prints, deployments that are announced by hand, and what
 * trace definitions make of all of them.
 *
 * <p>{@link io.spanhouse.ingest.scripts.ScriptImport} takes the first two, as OTLP:
 *
 * <pre>
 * context.trace_id, span_id      "0x" and hexadecimal digits, or without 0x
 * kind                           SpanKind.INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER; anything else is unspecified
 * parent_id                      as ids; null for none
 * start_time, end_time           ISO 8601 with an offset; null for none
 * status                         status_code UNSET, OK or ERROR; description
 * attributes                     text, numbers, true and false, lists and objects as they are
 * events                         name, timestamp, attributes
 * links                          context, attributes
 * resource                       attributes, schema_url
 * trace_state                    text key=value; the SDK's printed list is left aside
 * </pre>
 *
 * <p>With trace definitions: a run is noted under those that it meets, and its frames are kept as
 * finely as the finest of them asks. {@link io.spanhouse.ingest.scripts.FrameResolution} stands behind the readers of all
 * protocols and before the store.
 *
 * <p>Imports {@code ingest}, {@code ingest.admission}, {@code ingest.http}, {@code ingest.otlp} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.ingest.scripts;

import org.jspecify.annotations.NullMarked;
