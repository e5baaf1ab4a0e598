package io.spanhouse.ingest;

/** How the messages of a request and of its answer are written. */
public enum RequestFormat {
    /** Protobuf's binary form. */
    PROTOBUF,
    /** OTLP's JSON form. */
    JSON
}
