package io.spanhouse.deploy.command;

import io.spanhouse.deploy.config.Configuration;
import io.spanhouse.deploy.config.ConfigurationDocument;
import io.spanhouse.deploy.config.Setting;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code config print}: each setting's value and where it came from. {@code config document}: the operator's page. */
public final class ConfigCommand {
    private ConfigCommand() {}

    /** The command with its subcommands. */
    public static CommandLine line(Map<String, String> environment) {
        CommandSpec config = CommandSpec.create().name("config").mixinStandardHelpOptions(true);
        config.usageMessage().description("Shows the configuration.");
        config.addSubcommand(
                "print",
                SettingCommand.of(
                        "print",
                        "Prints each setting's value and where it came from; checks them all.",
                        environment,
                        ConfigCommand::print));
        CommandLine line = new CommandLine(config);
        line.addSubcommand(new Document());
        return line;
    }

    private static int print(Configuration configuration, CommandLine line) {
        PrintWriter out = line.getOut();
        for (Setting setting : Setting.values()) {
            Configuration.Value value = configuration.value(setting);
            out.println(setting.key() + ": " + value.text() + "   # " + value.origin());
        }
        out.flush();
        SettingCommand.options(configuration);
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "document",
            description = "Prints the page of all settings, in Markdown.",
            mixinStandardHelpOptions = true)
    static final class Document implements Callable<Integer> {
        @CommandLine.Spec
        private CommandSpec specification = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = specification.commandLine().getOut();
            out.print(ConfigurationDocument.markdown());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }
}
