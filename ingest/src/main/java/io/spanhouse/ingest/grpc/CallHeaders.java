package io.spanhouse.ingest.grpc;

import io.grpc.Metadata;
import io.spanhouse.ingest.admission.RequestHeaders;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Request metadata by name. */
final class CallHeaders {
    /** How messages are compressed. */
    static final Metadata.Key<String> ENCODING = key("grpc-encoding");

    /** Keys are checked letter by letter when they are made; the names come from the code, so there are few. */
    private static final Map<String, Metadata.Key<String>> KEYS = new ConcurrentHashMap<>();

    private CallHeaders() {}

    static RequestHeaders of(Metadata metadata) {
        return name -> metadata.get(KEYS.computeIfAbsent(name, CallHeaders::key));
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
