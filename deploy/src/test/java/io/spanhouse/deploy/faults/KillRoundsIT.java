package io.spanhouse.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.acceptance.PackagedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills under load lose, change and double nothing. The command that an operator would run does the work, so it is
 * itself under test; {@code verify rounds --rounds 200} is the long form.
 */
final class KillRoundsIT {
    private static final int ROUNDS = 12;
    private static final int MEMORY_MEBIBYTES = 256;

    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void nothingIsLost() throws Exception {
        List<String> command = new ArrayList<>(PackagedServer.java(MEMORY_MEBIBYTES));
        command.addAll(List.of(
                "verify",
                "rounds",
                "--directory=" + directory.resolve("rounds"),
                "--rounds=" + ROUNDS,
                "--check-every=5",
                "--pause-most=3",
                "--rate=3000",
                // The machine of a test suite has more to do than one server.
                "--ready-within=60"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Reaches the servers that the command starts, too, and makes their starts cheaper.
        List<String> flags = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.stream()
                .filter(word -> word.startsWith("-XX:SharedArchiveFile="))
                .forEach(flags::add);
        builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", flags));
        Process rounds = builder.start();
        String said = new String(rounds.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(said);
        assertThat(rounds.waitFor()).as(said).isZero();
        assertThat(said)
                .containsPattern("kills +" + ROUNDS + "\\R")
                .doesNotContainPattern("acked spans +0\\R")
                .as("kills that had no seals or merges to hit prove little")
                .containsPattern("blocks sealed before them +[1-9]\\d+\\R")
                .containsPattern("blocks merged before them +[1-9]\\d*\\R");
    }
}
