package io.spanhouse.deploy.command;

import io.spanhouse.deploy.verify.Soak;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify soak}: a server of this program at one rate for a long time. */
@Command(
        name = "soak",
        description = {
            "Starts a server of this very program and sends it spans at one rate while retention drops old ones.",
            "Says for each fifth of the time what was acknowledged and read back, and the most memory, files and disk.",
            "Ends with 0 only if nothing is lost, wrong or there twice, and nothing grew from the second fifth to the last."
        },
        mixinStandardHelpOptions = true)
final class VerifySoak implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(names = "--directory", required = true, description = "New directory for the server's data and the lists.")
    private Path directory = Path.of("soak");

    @Option(names = "--seconds", defaultValue = "7200", description = "Time to send for. Default: 7200.")
    private long seconds = 7_200;

    @Option(names = "--rate", defaultValue = "2000", description = "Spans a second. Default: 2000.")
    private double rate = 2_000;

    @Option(names = "--batch", defaultValue = "100", description = "Spans of a request. Default: 100.")
    private int batch = 100;

    @Option(names = "--seed", description = "Of the traffic. Default: a new one, which is printed.")
    private @Nullable Long seed;

    @Parameters(paramLabel = "FLAG", arity = "0..*", description = "More flags for the server, after --.")
    private List<String> serverFlags = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = specification.commandLine().getOut();
        Long given = seed;
        long chosen = given == null ? ThreadLocalRandom.current().nextLong() : given;
        TrafficText.line(out, "seed", "%d", chosen);
        out.flush();
        List<String> wrong = Soak.run(
                new Soak.Options(directory, Duration.ofSeconds(seconds), rate, batch, chosen, serverFlags), out);
        wrong.forEach(out::println);
        out.println(wrong.isEmpty() ? "nothing grew" : "not sound");
        out.flush();
        return wrong.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
