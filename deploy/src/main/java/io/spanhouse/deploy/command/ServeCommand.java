package io.spanhouse.deploy.command;

import io.spanhouse.deploy.config.ServerOptions;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine;

/** {@code serve}: runs the server until the process is told to end. */
public final class ServeCommand {
    private ServeCommand() {}

    /**
     * The command.
     *
     * @param server runs a server with its options to the end and gives the exit code
     */
    public static CommandLine line(Map<String, String> environment, ToIntFunction<ServerOptions> server) {
        return new CommandLine(SettingCommand.of(
                "serve",
                "Runs the server. Every setting is a flag.",
                environment,
                (configuration, line) -> server.applyAsInt(SettingCommand.options(configuration))));
    }
}
