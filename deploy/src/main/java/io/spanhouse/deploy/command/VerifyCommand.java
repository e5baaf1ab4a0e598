package io.spanhouse.deploy.command;

import io.spanhouse.deploy.config.ConfigurationReader;
import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.deploy.verify.Findings;
import io.spanhouse.deploy.verify.ReadSide;
import io.spanhouse.deploy.verify.SentSpans;
import io.spanhouse.deploy.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify load|check|rounds|soak}: proves that what was acknowledged is there, once and as it was sent. */
@Command(
        name = "verify",
        description = "Proves that what a server acknowledged is there, once and as it was sent.",
        mixinStandardHelpOptions = true,
        subcommands = {VerifyCommand.Load.class, VerifyCommand.Check.class, VerifyRounds.class, VerifySoak.class})
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** The command with its subcommands. */
    public static CommandLine line() {
        return new CommandLine(new VerifyCommand());
    }

    @Override
    public Integer call() {
        CommandLine line = specification.commandLine();
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    @Command(
            name = "load",
            description = "Sends spans as load does and writes down which of them were acknowledged.",
            mixinStandardHelpOptions = true)
    static final class Load implements Callable<Integer> {
        @Spec
        private CommandSpec specification = CommandSpec.create();

        @Mixin
        private LoadOptionGroup flags = new LoadOptionGroup();

        @Option(names = "--list", required = true, paramLabel = "DIRECTORY", description = "Where to write it down.")
        private Path list = Path.of("verify");

        @Override
        public Integer call() throws IOException, InterruptedException {
            CommandLine line = specification.commandLine();
            LoadOptions options = flags.options(line);
            TrafficReport report;
            try (SentSpans sent = new SentSpans(list)) {
                report = new Traffic(options, sent).run();
            }
            TrafficText.print(options, report, line.getOut());
            return report.spans().acked() > 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    @Command(
            name = "check",
            description = {
                "Reads back by id and by search what a list holds.",
                "Nothing may be sent meanwhile. Ends with 0 only if nothing is lost, wrong or there twice."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec specification = CommandSpec.create();

        @Option(names = "--list", required = true, paramLabel = "DIRECTORY", description = "What verify load wrote.")
        private Path list = Path.of("verify");

        @Option(
                names = "--query",
                paramLabel = "ADDRESS",
                defaultValue = "http://127.0.0.1:3200",
                description = "Where to ask. Default: http://127.0.0.1:3200.")
        private String query = "";

        @Option(
                names = "--key",
                defaultValue = "${env:" + ConfigurationReader.CLIENT_KEY_VARIABLE + "}",
                description = "Key of the project; sent as a bearer token. Default: what SPANHOUSE_KEY holds, or none.")
        private @Nullable String key;

        @Override
        public Integer call() throws IOException, InterruptedException {
            PrintWriter out = specification.commandLine().getOut();
            String presented = key == null || key.isEmpty() ? null : key;
            Findings findings = Verification.run(list, new ReadSide(query, presented), Integer.MAX_VALUE);
            FindingsText.print(findings, out);
            return findings.sound() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}
