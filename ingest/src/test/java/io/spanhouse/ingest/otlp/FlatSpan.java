package io.spanhouse.ingest.otlp;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * A span with what it lay in, as messages: the unit in which two readings of a request are compared.
 *
 * @param resource resource and schema URL only
 * @param scope scope and schema URL only
 */
record FlatSpan(ResourceSpans resource, ScopeSpans scope, Span span) {}
