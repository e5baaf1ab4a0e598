package io.spanhouse.query.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The types that the UI's comments give are right, where TypeScript is on the machine or in npm's cache. */
@Timeout(120)
final class UiTypesTest {
    private static final Path FOLDER = Path.of("src/main/resources/ui");
    private static final List<List<String>> COMPILERS = List.of(
            List.of("tsc"), List.of("npm", "exec", "--offline", "--yes", "--package=typescript@7.0.2", "--", "tsc"));

    private record Ended(int code, String printed) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), printed);
    }

    private static List<String> compiler() throws InterruptedException {
        for (List<String> command : COMPILERS) {
            try {
                List<String> asked = new ArrayList<>(command);
                asked.add("--version");
                if (run(asked).code() == 0) {
                    return command;
                }
            } catch (IOException e) {
                // Not on this machine; the next one is asked for.
            }
        }
        return List.of();
    }

    @Test
    void typesAreRight() throws Exception {
        List<String> command = new ArrayList<>(compiler());
        Assumptions.assumeFalse(command.isEmpty(), "no TypeScript here, neither on the path nor in npm's cache");
        command.addAll(List.of("-p", FOLDER.toString()));
        Ended ended = run(command);
        assertThat(ended.code()).as(ended.printed()).isZero();
    }
}
