package io.spanhouse.deploy.command;

import io.spanhouse.deploy.config.Configuration;
import io.spanhouse.deploy.config.ConfigurationReader;
import io.spanhouse.deploy.config.Machine;
import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.deploy.config.Setting;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A command that has one flag for each setting, and {@code --config} for the file. */
final class SettingCommand implements Callable<Integer> {
    private static final String CONFIG_FLAG = "--config";

    private final Map<String, String> environment;
    private final Body body;
    private final CommandSpec specification;

    private SettingCommand(String name, String description, Map<String, String> environment, Body body) {
        this.environment = environment;
        this.body = body;
        this.specification = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        specification.usageMessage().description(description);
        addFlags();
    }

    /** What the command does with the configuration it was given. */
    @FunctionalInterface
    interface Body {
        /** Gives the exit code. */
        int run(Configuration configuration, CommandLine line);
    }

    static CommandSpec of(String name, String description, Map<String, String> environment, Body body) {
        return new SettingCommand(name, description, environment, body).specification;
    }

    /** The typed options of a configuration on this machine. */
    static ServerOptions options(Configuration configuration) {
        return ServerOptions.of(
                configuration, Machine.memoryBytes(), Machine.volumeBytes(Path.of(configuration.text(Setting.DATA))));
    }

    @Override
    public Integer call() {
        CommandLine line = specification.commandLine();
        return body.run(read(line.getParseResult()), line);
    }

    private void addFlags() {
        specification.addOption(OptionSpec.builder(CONFIG_FLAG)
                .type(String.class)
                .paramLabel("FILE")
                .description("YAML file of settings.")
                .build());
        for (Setting setting : Setting.values()) {
            specification.addOption(OptionSpec.builder("--" + setting.key())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(escaped(setting.description()) + " Default: " + escaped(setting.defaultText()))
                    .build());
        }
    }

    private Configuration read(ParseResult result) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            String value = result.matchedOptionValue("--" + setting.key(), (String) null);
            if (value != null) {
                flags.put(setting.key(), value);
            }
        }
        @Nullable String file = result.matchedOptionValue(CONFIG_FLAG, (String) null);
        return new ConfigurationReader(environment).read(file == null ? null : Path.of(file), flags);
    }

    /** A percent sign starts a variable in descriptions. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }
}
