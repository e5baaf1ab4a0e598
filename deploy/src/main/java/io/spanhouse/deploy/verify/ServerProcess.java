package io.spanhouse.deploy.verify;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own, of the same packaged program and the same Java. It keeps its ports and data over kills
 * and starts; each start has a log of its own. Not thread-safe; whoever makes it closes it, which kills the process.
 */
public final class ServerProcess implements AutoCloseable {
    /** How long a start may take on a machine that does little else. */
    public static final Duration START_MAX = Duration.ofMinutes(2);

    private static final Duration PROBE_MAX = Duration.ofSeconds(2);
    private static final long POLL_NANOS = 20_000_000;
    private static final int MEMORY_MEBIBYTES = 512;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PROBE_MAX).build();
    private final Path directory;
    private final List<String> command;
    private final ListenerPorts ports;
    private final Duration startMax;
    private @Nullable Process process;
    private int starts;

    /**
     * A server that does not run yet.
     *
     * @param directory of its data and logs
     * @param program the words that run the serve command, without its flags
     * @param flags of the serve command, beside those of ports and data
     * @param startMax a start that takes longer has failed
     */
    public ServerProcess(
            Path directory, List<String> program, List<String> flags, Duration startMax, RandomGenerator random)
            throws IOException {
        this.directory = directory;
        this.startMax = startMax;
        this.ports = ListenerPorts.free(random);
        this.command = new ArrayList<>(program);
        command.add("--data=" + directory.resolve("data"));
        command.addAll(ports.flags());
        command.addAll(flags);
    }

    /**
     * The words that run the serve command of the very program that runs now, with little memory.
     *
     * @throws IOException if it does not run from its package
     */
    public static List<String> thisProgram() throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + MEMORY_MEBIBYTES / 2 + "m",
                "-XX:MaxDirectMemorySize=" + MEMORY_MEBIBYTES / 8 * 3 + "m",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 24) {
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        words.addAll(List.of("-jar", jar().toString(), "serve", "--memory=" + MEMORY_MEBIBYTES + "MiB"));
        return words;
    }

    /** The packaged program that runs now. */
    private static Path jar() throws IOException {
        try {
            Path packaged = Path.of(ServerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(packaged)) {
                return packaged;
            }
            throw new IOException("the program runs from " + packaged + ", expected the packaged one");
        } catch (URISyntaxException e) {
            throw new IOException("where the program was packaged is no path", e);
        }
    }

    /**
     * Starts it.
     *
     * @return time until it was ready
     * @throws IOException if it ends before, or is not ready in time
     */
    public Duration start() throws IOException, InterruptedException {
        return start(List.of());
    }

    /**
     * Starts it with more flags for its Java.
     *
     * @return time until it was ready
     * @throws IOException if it ends before, or is not ready in time
     */
    public Duration start(List<String> javaFlags) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(1, javaFlags);
        Files.createDirectories(directory);
        Path log = directory.resolve("server-" + ++starts + ".log");
        long startedNanoTime = System.nanoTime();
        Process started = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process = started;
        while (!isReady()) {
            if (!started.isAlive() || System.nanoTime() - startedNanoTime > startMax.toNanos()) {
                throw new IOException("the server did not become ready; it said:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - startedNanoTime);
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest probe = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.admin() + "/readyz"))
                    .timeout(PROBE_MAX)
                    .build();
            return client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Nobody listens yet.
        }
    }

    /**
     * Blocks that it wrote since its start.
     *
     * @param seals out of memory
     * @param merges out of smaller ones
     */
    public record BlocksWritten(long seals, long merges) {
        BlocksWritten plus(BlocksWritten other) {
            return new BlocksWritten(seals + other.seals, merges + other.merges);
        }
    }

    /**
     * Asks its metrics which blocks it wrote since its start.
     *
     * @throws IOException if it does not answer within two seconds
     */
    public BlocksWritten blocksWritten() throws IOException, InterruptedException {
        String metrics = metrics();
        return new BlocksWritten(runs(metrics, "seal"), runs(metrics, "merge"));
    }

    private String metrics() throws IOException, InterruptedException {
        HttpRequest scrape = HttpRequest.newBuilder(URI.create(adminAddress() + "/metrics"))
                .timeout(PROBE_MAX)
                .build();
        return client.send(scrape, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static long runs(String metrics, String work) {
        return (long) value(metrics, "spanhouse_maintenance_runs_total{work=\"" + work + "\"}");
    }

    private static double value(String metrics, String name) {
        String start = name + " ";
        return metrics.lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(start.length())))
                .sum();
    }

    /**
     * Asks its metrics for a figure; 0 if it has none of this name.
     *
     * @param name with its labels, as the metrics write it
     * @throws IOException if it does not answer within two seconds
     */
    double metric(String name) throws IOException, InterruptedException {
        return value(metrics(), name);
    }

    /** Whether it ended by itself, or does within a time. */
    public boolean endsWithin(Duration atMost) throws InterruptedException {
        return running().waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends it as kill -9 does. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /**
     * Tells it to end and waits.
     *
     * @param atMost it is killed after so long
     * @return its exit code; that of a kill if it took too long
     */
    public int stop(Duration atMost) throws InterruptedException {
        Process told = running();
        told.destroy();
        if (!told.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            told.destroyForcibly();
        }
        return told.waitFor();
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("the server was never started");
        }
        return started;
    }

    /** Its process. */
    public long pid() {
        return running().pid();
    }

    /** Where OTLP over gRPC is taken. */
    public String grpcEndpoint() {
        return "127.0.0.1:" + ports.grpc();
    }

    /** Where OTLP over HTTP is taken. */
    public String httpEndpoint() {
        return "127.0.0.1:" + ports.http();
    }

    /** Where Jaeger's API is over gRPC. */
    public String jaegerGrpcEndpoint() {
        return "127.0.0.1:" + ports.jaegerGrpc();
    }

    /** Where Jaeger's own programs find their storage, over gRPC. */
    public String jaegerStorageEndpoint() {
        return "127.0.0.1:" + ports.jaegerStorage();
    }

    /** Where questions are answered. */
    public String queryAddress() {
        return "http://127.0.0.1:" + ports.query();
    }

    /** Where the operator looks. */
    public String adminAddress() {
        return "http://127.0.0.1:" + ports.admin();
    }

    /** Where its data lie. */
    public Path data() {
        return directory.resolve("data");
    }

    @Override
    public void close() {
        Process started = process;
        if (started != null) {
            started.destroyForcibly();
        }
    }
}
