package io.spanhouse.deploy.command;

import io.spanhouse.deploy.verify.OwnServer;
import io.spanhouse.deploy.verify.Soak;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Mixin
    private OwnServerGroup server = new OwnServerGroup();

    @Option(names = "--seconds", defaultValue = "7200", description = "Time to send for. Default: 7200.")
    private long seconds = 7_200;

    @Option(names = "--rate", defaultValue = "2000", description = "Spans a second. Default: 2000.")
    private double rate = 2_000;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = specification.commandLine().getOut();
        OwnServer own = server.of(rate);
        TrafficText.line(out, "seed", "%d", own.seed());
        out.flush();
        List<String> wrong = Soak.run(new Soak.Options(own, Duration.ofSeconds(seconds)), out);
        wrong.forEach(out::println);
        out.println(wrong.isEmpty() ? "nothing grew" : "not sound");
        out.flush();
        return wrong.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
