package io.spanhouse.ingest.admission;

/** How a request came in. */
public enum Transport {
    /** OTLP over gRPC. */
    GRPC("grpc"),
    /** OTLP in protobuf over HTTP. */
    HTTP_PROTOBUF("http_protobuf"),
    /** OTLP in JSON over HTTP. */
    HTTP_JSON("http_json"),
    /** HTTP, before it is known which of the two. */
    HTTP("http"),
    /** Zipkin's spans over HTTP. */
    ZIPKIN("zipkin"),
    /** Cloud Trace's patch, in either of its forms. */
    CLOUD_TRACE("cloud_trace");

    private final String label;

    Transport(String label) {
        this.label = label;
    }

    /** The counters' label. */
    public String label() {
        return label;
    }
}
