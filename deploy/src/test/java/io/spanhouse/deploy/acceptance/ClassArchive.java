package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The archive of the program's classes that tests start it with. A suite starts it some hundred times, and with the archive,
 * which lies beside the program and is made once for each, a start costs half. {@code deploy/run} makes one of its own, for
 * the newest Java there is; this one is for the Java that the tests run on. A JVM that cannot use it does without.
 */
final class ClassArchive {
    private static final Path FILE =
            PackagedServer.JAR.resolveSibling("tests-" + Runtime.version().feature() + ".jsa");

    /** The JVM writes it at its end, some 40 MB out of all classes, in two seconds on a machine that has nothing else to do. */
    private static final long WRITE_SECONDS_MAX = 100;

    private ClassArchive() {}

    /** Flags for a JVM that is to use the archive, which is made now if it is not newer than the program. */
    static synchronized List<String> flags() {
        try {
            if (!isNewer()) {
                make();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:SharedArchiveFile=" + FILE.toAbsolutePath(), "-Xlog:cds*=off");
    }

    private static boolean isNewer() throws IOException {
        return Files.exists(FILE)
                && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(PackagedServer.JAR)) > 0;
    }

    private static void make() throws IOException {
        Path scratch = Files.createTempDirectory(FILE.toAbsolutePath().getParent(), "archive");
        Path made = scratch.resolve("archive");
        try (PackagedServer server = PackagedServer.startWith(
                List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:cds*=off"), scratch.resolve("server"))) {
            // Half of the classes are loaded when something is asked for.
            assertThat(FoundTraces.all(new ReadApi(server.ports()), "{}")).isEmpty();
            server.stop(WRITE_SECONDS_MAX);
        } catch (InterruptedException e) {
            throw new AssertionError("while the archive of classes was made", e);
        }
        Files.move(made, FILE, StandardCopyOption.REPLACE_EXISTING);
    }
}
