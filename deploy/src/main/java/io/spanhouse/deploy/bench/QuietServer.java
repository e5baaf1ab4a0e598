package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ProcessFigures;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Waits until a server has nothing left to do, and says what it keeps then. */
final class QuietServer {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration WAIT_MAX = Duration.ofMinutes(15);
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);
    /** So many looks one after the other must see nothing happen. */
    private static final int QUIET_LOOKS = 4;
    /** Processor time between two looks that still is nothing. */
    private static final long IDLE_MICROS_MAX = 50_000;

    private final ServerProcess server;
    private final HttpClient client = HttpClient.newHttpClient();

    QuietServer(ServerProcess server) {
        this.server = server;
    }

    /**
     * What a server keeps.
     *
     * @param blocks how many there are
     * @param spans in them
     * @param blockBytes of them
     * @param directoryBytes of all files
     */
    record Kept(long blocks, long spans, long blockBytes, long directoryBytes) {}

    /**
     * Waits until no span is in memory alone and nothing changes any more.
     *
     * @throws IOException if that takes more than a quarter of an hour
     */
    Kept await() throws IOException, InterruptedException {
        long startedNanoTime = System.nanoTime();
        int quiet = 0;
        long cpuMicros = 0;
        JsonNode before = MAPPER.nullNode();
        while (quiet < QUIET_LOOKS) {
            if (System.nanoTime() - startedNanoTime > WAIT_MAX.toNanos()) {
                throw new IOException("the server is still busy after " + WAIT_MAX + ": " + before);
            }
            LockSupport.parkNanos(LOOK_EACH.toNanos());
            JsonNode now = status();
            long nowMicros = ProcessFigures.of(server.pid()).cpuMicros();
            boolean idle = sum(now.get("partitions"), "headSpans") == 0
                    && now.get("buckets").equals(before)
                    && nowMicros - cpuMicros < IDLE_MICROS_MAX;
            quiet = idle ? quiet + 1 : 0;
            before = now.get("buckets");
            cpuMicros = nowMicros;
        }
        return new Kept(
                sum(before, "blocks"), sum(before, "spans"), sum(before, "bytes"), directoryBytes(server.data()));
    }

    private JsonNode status() throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(server.adminAddress() + "/status"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return MAPPER.readTree(answer.body()).get("store");
    }

    private static long sum(JsonNode rows, String name) {
        long sum = 0;
        for (JsonNode row : rows) {
            sum += row.get(name).asLong();
        }
        return sum;
    }

    private static long directoryBytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : regular) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
