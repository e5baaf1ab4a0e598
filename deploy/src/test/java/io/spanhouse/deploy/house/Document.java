package io.spanhouse.deploy.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown file taken apart into what can be held against the project: targets of links, spans of code in running
 * text, and the lines of fenced blocks that are shell commands. What a fence of another language holds is not read.
 */
final class Document {
    /** Something that the document names, and where. */
    record Mention(String document, int line, String text) {}

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final String FENCE = "```";

    private final List<Mention> links = new ArrayList<>();
    private final List<Mention> code = new ArrayList<>();
    private final List<Mention> commands = new ArrayList<>();

    Document(Path file) {
        this(House.name(file), House.read(file));
    }

    Document(String name, String text) {
        String fence = "";
        StringBuilder command = new StringBuilder();
        List<String> lines = text.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (line.startsWith(FENCE)) {
                fence = fence.isEmpty() ? line : "";
            } else if (fence.isEmpty()) {
                collect(LINK, name, index + 1, line, links);
                collect(CODE, name, index + 1, line, code);
            } else if (fence.equals(FENCE + "sh") && !line.isEmpty() && !line.startsWith("#")) {
                command.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
                if (!line.endsWith("\\")) {
                    commands.add(new Mention(name, index + 1, command.toString()));
                    command.setLength(0);
                }
            }
        }
        if (!fence.isEmpty()) {
            throw new IllegalArgumentException(name + " ends within a fenced block");
        }
    }

    /** Targets of links as written. */
    List<Mention> links() {
        return links;
    }

    /** What stands between backticks outside fences. */
    List<Mention> code() {
        return code;
    }

    /** Commands of {@code sh} fences, continued lines joined. */
    List<Mention> commands() {
        return commands;
    }

    private static void collect(Pattern pattern, String name, int line, String text, List<Mention> into) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            into.add(new Mention(name, line, matcher.group(1)));
        }
    }
}
