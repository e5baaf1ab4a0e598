package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.otlp.MalformedRequestException;

/** Takes the spans of a request one after another, so that no reader holds all of them. */
@FunctionalInterface
interface SpanConsumer {
    /** Takes a whole span; it is not used again by the reader. */
    void accept(ZipkinSpan span) throws MalformedRequestException;
}
