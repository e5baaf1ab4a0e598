package io.spanhouse.deploy.command;

import io.spanhouse.deploy.load.DemoDefinition;
import io.spanhouse.deploy.load.DemoScripts;
import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.ProcessWatch;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.load.TrafficReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load}: sends spans that look like a real system's and prints how well they were taken. */
@Command(
        name = "load",
        description = {
            "Sends spans that look as a recorded system's do, with fresh ids, times and values, and prints how they were"
                    + " taken."
        },
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Mixin
    private LoadOptionGroup flags = new LoadOptionGroup();

    @Option(names = "--demo", description = "Some hundred traces as of the last hour, instead of an amount.")
    private boolean demo;

    @Option(
            names = "--record",
            paramLabel = "ADDRESS",
            description =
                    "With --demo, the server's API, such as http://127.0.0.1:3200: one of the sample scripts is recorded. "
                            + "A key needs the scopes query and edit, too.")
    private @Nullable URI api;

    @Option(names = "--pid", description = "Process of the server; what it used is printed too.")
    private @Nullable Long pid;

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new LoadCommand());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandLine line = specification.commandLine();
        LoadOptions options = demo ? flags.demo(line) : flags.options(line);
        PrintWriter out = line.getOut();
        URI address = api;
        if (demo && address != null) {
            // Before the runs: a run is recorded by the definitions that its first spans meet.
            String prevented = new DemoDefinition(address, options.target().key()).make();
            if (prevented != null) {
                out.println("no trace definition was made: " + prevented);
            }
        }
        if (demo && !DemoScripts.send(options.target(), options.series().seed(), Instant.now())) {
            out.println("runs of scripts were not taken");
        }
        Long watched = pid;
        TrafficReport report;
        if (watched == null) {
            report = new Traffic(options, TrafficObserver.NONE).run();
        } else {
            try (ProcessWatch watch = new ProcessWatch(watched)) {
                report = new Traffic(options, TrafficObserver.NONE).run();
                TrafficText.print(watch.stop(), report, out);
            }
        }
        TrafficText.print(options, report, out);
        out.flush();
        return report.spans().acked() > 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
