package io.spanhouse.ingest.zipkin;

import org.jspecify.annotations.Nullable;

/**
 * One end of a Zipkin span.
 *
 * @param serviceName as sent; null where none is given
 * @param ipv4 in dotted form
 * @param ipv6 in text form
 * @param port 0 where none is given
 */
record ZipkinEndpoint(
        @Nullable String serviceName,
        @Nullable String ipv4,
        @Nullable String ipv6,
        int port) {
    /** Nothing known. */
    static final ZipkinEndpoint NONE = new ZipkinEndpoint(null, null, null, 0);
}
