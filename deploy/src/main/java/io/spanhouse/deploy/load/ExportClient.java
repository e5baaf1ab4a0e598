package io.spanhouse.deploy.load;

import java.util.concurrent.CompletableFuture;

/** Sends export requests and never waits. */
interface ExportClient extends AutoCloseable {
    /** Sends a request; the future always completes with a value. */
    CompletableFuture<ExportAnswer> send(byte[] request);

    /** Gives up what is in flight. */
    @Override
    void close();

    /** A client for a target. */
    static ExportClient of(LoadOptions.Target target) {
        return switch (target.protocol()) {
            case GRPC -> new GrpcExportClient(target);
            case HTTP_PROTOBUF -> new HttpExportClient(target);
        };
    }
}
