package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.Main;
import io.spanhouse.deploy.house.Document.Mention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Commands in documents are understood by the program, and the pages of commands leave none of their flags out. */
final class CommandsTest {
    private static final String PROGRAM = "java -jar deploy/target/spanhouse.jar ";
    private static final String BENCH = "deploy/bench ";

    /** Every command has these, or they are explained as settings on a page of their own. */
    private static final Set<String> EXPLAINED_ELSEWHERE = Set.of("--help", "--version");

    @Test
    void documentedCommandsAreUnderstood() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Document document :
                House.filesEndingIn(".md").stream().map(Document::new).toList()) {
            for (Mention command : document.commands()) {
                String arguments = arguments(command.text());
                if (arguments.isEmpty()) {
                    continue;
                }
                seen++;
                try {
                    Main.commands(Map.of()).parseArgs(arguments.split("\\s+", -1));
                } catch (CommandLine.ParameterException e) {
                    wrong.add(command + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(15);
    }

    private static String arguments(String command) {
        if (command.startsWith(PROGRAM)) {
            return command.substring(PROGRAM.length());
        }
        if (!command.startsWith(BENCH)) {
            return "";
        }
        String flags = command.substring(BENCH.length());
        return "bench " + (flags.contains("--directory") ? "" : "--directory=new ") + flags;
    }

    @Test
    void thePagesNameEveryCommandAndFlag() {
        String page = House.read(House.ROOT.resolve("deploy/docs/commands.md"))
                + House.read(House.ROOT.resolve("deploy/docs/benchmarks.md"));
        List<String> missing = new ArrayList<>();
        Main.commands(Map.of()).getSubcommands().forEach((name, command) -> collect(name, command, page, missing));
        assertThat(missing).isEmpty();
    }

    private static void collect(String name, CommandLine command, String page, List<String> missing) {
        if (!page.contains("`" + name.substring(name.lastIndexOf(' ') + 1) + "`") && !page.contains(name + " ")) {
            missing.add(name);
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            boolean isSetting =
                    option.longestName().contains(".") || name.equals("serve") || name.equals("config print");
            boolean isNamed = Arrays.stream(option.names())
                    .anyMatch(flag -> EXPLAINED_ELSEWHERE.contains(flag) || page.contains(flag));
            if (!isSetting && !isNamed) {
                missing.add(name + " " + option.longestName());
            }
        }
        command.getSubcommands().forEach((sub, line) -> collect(name + " " + sub, line, page, missing));
    }
}
