package io.spanhouse.ingest.zipkin;

/**
 * Something that happened in a Zipkin span.
 *
 * @param micros when, in microseconds since 1970
 * @param value what
 */
record ZipkinAnnotation(long micros, String value) {}
