package io.spanhouse.deploy.acceptance;

/** Ways in which a request may come. */
enum Transport {
    GRPC,
    GRPC_GZIP,
    HTTP_PROTOBUF,
    HTTP_PROTOBUF_GZIP,
    HTTP_JSON
}
