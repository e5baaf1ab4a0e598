package io.spanhouse.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.config.Machine;
import io.spanhouse.deploy.config.MemoryShares;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher gives the JVM what the program counts on having, from whichever source the memory setting comes. */
final class LauncherTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void sharesAreTheProgramsOwn() throws Exception {
        MemoryShares shares = MemoryShares.of(800 * MEBIBYTE);
        assertThat(command(Map.of("SPANHOUSE_MEMORY", "800MiB")))
                .contains(
                        "-Xmx" + shares.heapBytes() / MEBIBYTE + "m",
                        "-XX:MaxDirectMemorySize=" + shares.directBytes() / MEBIBYTE + "m");
    }

    @Test
    void unaskedItTakesWhatTheProgramWould() throws Exception {
        long wholeBytes = MemoryShares.unasked(Machine.memoryBytes());
        assertThat(command(Map.of())).contains("-Xmx" + wholeBytes / 2 / MEBIBYTE + "m");
    }

    @Test
    void flagWinsOverEnvironmentOverFile() throws Exception {
        Path file = Files.writeString(directory.resolve("spanhouse.yaml"), "# ours\nmemory: 256MiB # small\n");
        Map<String, String> environment = Map.of("SPANHOUSE_MEMORY", "512MiB");
        assertThat(command(Map.of(), "--config", file.toString())).contains("-Xmx128m");
        assertThat(command(environment, "--config=" + file)).contains("-Xmx256m");
        assertThat(command(environment, "--config=" + file, "--memory", "1GiB")).contains("-Xmx512m");
    }

    @Test
    void otherArgumentsReachTheProgramAsTheyAre() throws Exception {
        List<String> command = command(Map.of(), "--data", "with a space", "--demo", "--log.level=debug");
        assertThat(command.subList(command.indexOf("serve"), command.size()))
                .containsExactly("serve", "--data", "with a space", "--log.level=debug");
    }

    @Test
    void theKeyOfSamplesIsNoSettingOfTheServer() throws Exception {
        List<String> command =
                command(Map.of("SPANHOUSE_KEY", "sph_a"), "--key", "sph_b", "--demo", "--key=sph_c", "--data=d");
        assertThat(command.subList(command.indexOf("serve"), command.size())).containsExactly("serve", "--data=d");
    }

    private static List<String> command(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("../deploy/run", "--print-command"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SPANHOUSE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
