package io.spanhouse.deploy.command;

import io.spanhouse.deploy.verify.KillRounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify rounds}: starts a server of this program, kills it under load again and again, and verifies. */
@Command(
        name = "rounds",
        description = {
            "Starts a server of this very program, kills it again and again while it takes spans, and reads everything back.",
            "Ends with 0 only if nothing is lost, wrong or there twice, and starts and stop were in time."
        },
        mixinStandardHelpOptions = true)
final class VerifyRounds implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Mixin
    private OwnServerGroup server = new OwnServerGroup();

    @Option(names = "--rounds", defaultValue = "200", description = "Kills. Default: 200.")
    private int rounds = 200;

    @Option(names = "--check-every", defaultValue = "10", description = "Rounds between verifications. Default: 10.")
    private int checkEvery = 10;

    @Option(names = "--pause-most", defaultValue = "8", description = "Most seconds from start to kill. Default: 8.")
    private double pauseMostSeconds = 8;

    @Option(names = "--rate", defaultValue = "5000", description = "Spans a second. Default: 5000.")
    private double rate = 5_000;

    @Option(names = "--ready-within", defaultValue = "10", description = "Most seconds of a start. Default: 10.")
    private double readySeconds = 10;

    @Option(
            names = "--after-kill",
            paramLabel = "COMMAND",
            description = "A command to run after each kill, before the next start. Default: none.")
    private @Nullable String afterKill;

    @Option(
            names = "--at",
            paramLabel = "POINT",
            split = ",",
            description =
                    "Points of the store's work, by turns, at which the server ends by itself. Default: random times.")
    private List<String> points = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        String between = afterKill;
        PrintWriter out = specification.commandLine().getOut();
        KillRounds.Outcome outcome = KillRounds.run(
                new KillRounds.Options(
                        server.of(rate),
                        rounds,
                        checkEvery,
                        Duration.ofMillis((long) (pauseMostSeconds * 1_000)),
                        Duration.ofMillis((long) (readySeconds * 1_000)),
                        between == null ? List.of() : List.of(between.split(" ", -1)),
                        points),
                out);
        TrafficText.line(out, "kills", "%d", outcome.kills());
        TrafficText.line(out, "ends at named points", "%d", outcome.atPoints());
        TrafficText.line(
                out, "blocks sealed before them", "%d", outcome.written().seals());
        TrafficText.line(
                out, "blocks merged before them", "%d", outcome.written().merges());
        FindingsText.print(outcome.findings(), out);
        TrafficText.line(
                out,
                "ready after kill p50, most",
                "%.2f s, %.2f s",
                outcome.readyMedian().toMillis() / 1e3,
                outcome.readyMost().toMillis() / 1e3);
        TrafficText.line(out, "orderly end under load", "%.2f s", outcome.stop().toMillis() / 1e3);
        outcome.failures().forEach(out::println);
        out.flush();
        return outcome.sound() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
