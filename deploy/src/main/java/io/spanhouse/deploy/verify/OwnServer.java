package io.spanhouse.deploy.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A server of this very program that a run starts for itself, and what it sends there.
 *
 * @param directory of the server's data and logs and of the lists; must be new
 * @param load while the server runs
 * @param startMax a start that takes longer ends the run
 * @param seed of all choices
 * @param serverFlags more flags for the server
 */
public record OwnServer(Path directory, Load load, Duration startMax, long seed, List<String> serverFlags) {
    public OwnServer {
        serverFlags = List.copyOf(serverFlags);
    }

    /**
     * What is sent.
     *
     * @param spansPerSecond while the server runs
     * @param batchSpans spans of a request
     */
    public record Load(double spansPerSecond, int batchSpans) {}
}
