package io.spanhouse.ingest.zipkin;

/** How a list of Zipkin spans is written. */
enum ZipkinForm {
    /** {@code /api/v2/spans} in JSON. */
    JSON_V2,
    /** {@code /api/v1/spans} in JSON: core annotations in place of kinds. */
    JSON_V1,
    /** {@code /api/v2/spans} in protobuf. */
    PROTO3
}
