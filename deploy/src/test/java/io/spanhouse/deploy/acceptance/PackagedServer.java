package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The packaged program in a process of its own. Keeps its ports and its data over stops, kills and starts; each start has a
 * log of its own. Whoever starts one closes it, which kills the process if it still runs. Not thread-safe.
 */
public final class PackagedServer implements AutoCloseable {
    /** The one file that is handed out. */
    public static final Path JAR = Path.of(System.getProperty("basedir", "."), "target", "spanhouse.jar");

    private static final int TRIES_MAX = 5;
    private static final long START_SECONDS_MAX = 60;
    private static final long STOP_SECONDS_MAX = 10;
    private static final int MEMORY_MEBIBYTES = 384;

    private final List<String> java;
    private final Path directory;
    private final List<String> flags;
    private Ports ports = Ports.free();
    private Process process;
    private Path log;
    private int starts;

    private PackagedServer(List<String> java, Path directory, List<String> flags) {
        this.java = java;
        this.directory = directory;
        this.flags = List.copyOf(flags);
    }

    /**
     * Starts a server and waits until it is ready. Its data lie in {@code directory/data}, its logs beside them.
     *
     * @param flags of the serve command, beside those of ports, data and memory
     */
    public static PackagedServer start(Path directory, String... flags) {
        return startWith(ClassArchive.flags(), directory, flags);
    }

    /** Starts one with other flags of its Java than those that use the archive of classes. */
    static PackagedServer startWith(List<String> javaFlags, Path directory, String... flags) {
        PackagedServer server = new PackagedServer(java(MEMORY_MEBIBYTES, javaFlags), directory, List.of(flags));
        for (int i = 1; !server.launch(); i++) {
            // Somebody else may take a port between the look and the start; any other cause is there every time.
            assertThat(i).as("tries to start\n" + server.log()).isLessThan(TRIES_MAX);
            server.ports = Ports.free();
        }
        return server;
    }

    /** Starts again after a stop or a kill, on the same ports and data. */
    public void startAgain(String... moreFlags) {
        assertThat(process.isAlive()).as("still runs").isFalse();
        assertThat(launch(moreFlags)).as("starts\n%s", log()).isTrue();
    }

    private boolean launch(String... moreFlags) {
        List<String> command = new ArrayList<>(java);
        command.add(1, "-Djava.io.tmpdir=" + temporary());
        command.add("serve");
        command.add("--data=" + data());
        command.add("--memory=" + MEMORY_MEBIBYTES + "MiB");
        command.addAll(ports.flags());
        command.addAll(flags);
        command.addAll(List.of(moreFlags));
        log = directory.resolve("server-" + ++starts + ".log");
        try {
            Files.createDirectories(temporary());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("ready")
                .atMost(START_SECONDS_MAX, TimeUnit.SECONDS)
                .pollDelay(20, TimeUnit.MILLISECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> !process.isAlive() || log().contains(" is ready after "));
        return process.isAlive();
    }

    /** The words that run the program with a whole memory of so many mebibytes; its command and flags come behind them. */
    public static List<String> java(int memoryMebibytes) {
        return java(memoryMebibytes, ClassArchive.flags());
    }

    private static List<String> java(int memoryMebibytes, List<String> flags) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memoryMebibytes / 2 + "m",
                "-XX:MaxDirectMemorySize=" + memoryMebibytes * 3 / 8 + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 24) {
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        words.addAll(flags);
        words.add("-jar");
        words.add(JAR.toString());
        return words;
    }

    /** Runs one of the program's other commands, which must succeed, and gives what it printed. */
    public static String run(String... words) {
        List<String> command = new ArrayList<>(java(MEMORY_MEBIBYTES));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(printed).isZero();
            return printed.strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", words), e);
        }
    }

    /** Ends the process as a power cut would end it, but for what the system still holds. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Tells the process to end (SIGTERM) and waits until it has, in order and in time. */
    public void stop() throws InterruptedException {
        stop(STOP_SECONDS_MAX);
    }

    /** The same, where its Java has more to do at its end than the program. */
    void stop(long secondsMax) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(secondsMax, TimeUnit.SECONDS))
                .as("ends within %s s\n%s", secondsMax, log())
                .isTrue();
        assertThat(process.exitValue()).as("exit code\n%s", log()).isZero();
    }

    /** What this start has logged so far. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path data() {
        return directory.resolve("data");
    }

    /** Where the process puts files that are not to last. */
    public Path temporary() {
        return directory.resolve("tmp");
    }

    public Ports ports() {
        return ports;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
