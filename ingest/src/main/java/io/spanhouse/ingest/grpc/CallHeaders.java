package io.spanhouse.ingest.grpc;

import io.grpc.Metadata;
import io.spanhouse.ingest.admission.RequestHeaders;

/** Request metadata by name. */
final class CallHeaders {
    /** How messages are compressed. */
    static final Metadata.Key<String> ENCODING = key("grpc-encoding");

    private CallHeaders() {}

    static RequestHeaders of(Metadata metadata) {
        return name -> metadata.get(key(name));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
