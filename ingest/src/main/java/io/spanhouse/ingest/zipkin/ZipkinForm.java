package io.spanhouse.ingest.zipkin;

/**
 * How a list of Zipkin spans is written, and how long it may be: as long as Zipkin's own server takes it, and where a library
 * makes an object of every span before the first is written, what that costs a small heap.
 */
enum ZipkinForm {
    /** {@code /api/v2/spans} in JSON. */
    JSON_V2(10 << 20),
    /** {@code /api/v1/spans} in JSON: core annotations in place of kinds. */
    JSON_V1(4 << 20),
    /** {@code /api/v2/spans} in protobuf. */
    PROTO3(10 << 20);

    private final int bytesMax;

    ZipkinForm(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Longest list, inflated. */
    int bytesMax() {
        return bytesMax;
    }
}
