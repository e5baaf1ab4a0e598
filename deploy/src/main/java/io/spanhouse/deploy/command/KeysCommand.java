package io.spanhouse.deploy.command;

import io.spanhouse.storage.access.AccessKey;
import io.spanhouse.storage.access.AddressRange;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys create|list|revoke}: the file of keys. A server that runs takes the change within a second. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes keys.",
        mixinStandardHelpOptions = true,
        subcommands = {KeysCommand.Create.class, KeysCommand.ListKeys.class, KeysCommand.Revoke.class})
public final class KeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** The command with its subcommands. */
    public static CommandLine line() {
        return new CommandLine(new KeysCommand());
    }

    @Override
    public Integer call() {
        CommandLine line = specification.commandLine();
        line.usage(line.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private abstract static class OnFile implements Callable<Integer> {
        @Spec
        private CommandSpec specification = CommandSpec.create();

        @Option(names = "--file", required = true, paramLabel = "FILE", description = "File of keys.")
        private Path file = Path.of("keys.json");

        abstract int run(KeyAdministration keys, PrintWriter out) throws IOException;

        @Override
        public Integer call() {
            CommandLine line = specification.commandLine();
            try {
                return run(new KeyAdministration(file, Clock.systemUTC()), line.getOut());
            } catch (IOException | IllegalArgumentException e) {
                line.getErr().println(e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    @Command(
            name = "create",
            description = "Makes a key and prints it; it is shown only now.",
            mixinStandardHelpOptions = true)
    static final class Create extends OnFile {
        @Option(names = "--name", required = true, description = "What the key is for.")
        private String name = "";

        @Option(
                names = "--project",
                split = ",",
                defaultValue = "default",
                description = "Projects it has, the first is meant where none is named; * for all. Default: default.")
        private List<String> projects = List.of();

        @Option(names = "--scope", split = ",", required = true, description = "Of ingest, query, edit, admin.")
        private List<String> scopes = List.of();

        @Option(names = "--service", split = ",", description = "Only spans of these services may be seen.")
        private @Nullable List<String> services;

        @Option(names = "--address", split = ",", description = "Only from these addresses or CIDR ranges.")
        private List<String> addresses = List.of();

        @Option(
                names = "--certificate",
                description = {
                    "No secret: the client certificate with this name stands for the key, such as",
                    "DNS:collector.example, URI:spiffe://example/collector or EMAIL:team@example. Prints the key's id."
                })
        private @Nullable String certificate;

        @Option(names = "--days", description = "Ends after so many days. Default: never.")
        private @Nullable Integer days;

        @Option(names = "--rate", description = "Calls a second. Default: no limit.")
        private @Nullable Double rate;

        @Option(names = "--burst", defaultValue = "1", description = "Calls at once after a pause. Default: 1.")
        private int burst = 1;

        @Override
        int run(KeyAdministration keys, PrintWriter out) throws IOException {
            Set<Scope> wanted = new TreeSet<>();
            for (String scope : scopes) {
                wanted.add(Scope.parse(scope));
            }
            List<AddressRange> ranges = new ArrayList<>();
            for (String address : addresses) {
                ranges.add(AddressRange.parse(address));
            }
            List<String> seen = services;
            Double perSecond = rate;
            out.println(keys.create(new KeyAdministration.NewKey(
                    name,
                    projects,
                    wanted,
                    seen == null ? null : Set.copyOf(seen),
                    ranges,
                    certificate,
                    days,
                    perSecond == null ? null : new AccessKey.Rate(perSecond, burst))));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Lists keys, without secrets.", mixinStandardHelpOptions = true)
    static final class ListKeys extends OnFile {
        @Override
        int run(KeyAdministration keys, PrintWriter out) throws IOException {
            for (AccessKey key : keys.list()) {
                List<String> scopes = new ArrayList<>();
                for (Scope scope : new TreeSet<>(key.scopes())) {
                    scopes.add(scope.text());
                }
                String end = key.revoked() != null
                        ? "revoked " + key.revoked()
                        : key.expires() == null ? "no end" : "ends " + key.expires();
                String certificate = key.certificate() == null ? "" : "  " + key.certificate();
                out.println(key.id() + "  " + String.join(",", key.projects()) + "  " + String.join(",", scopes) + "  "
                        + end + "  " + key.name() + certificate);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "revoke", description = "Ends a key at once.", mixinStandardHelpOptions = true)
    static final class Revoke extends OnFile {
        @Parameters(paramLabel = "ID", description = "The key's id, as list shows it.")
        private String id = "";

        @Override
        int run(KeyAdministration keys, PrintWriter out) throws IOException {
            if (!keys.revoke(id)) {
                throw new IOException("key '" + id + "' is not there or is revoked already");
            }
            out.println("revoked " + id);
            return CommandLine.ExitCode.OK;
        }
    }
}
