package io.spanhouse.deploy.config;

import java.util.Locale;

/** Writes the operator's page of settings, so that it cannot differ from the program; a test compares the two. */
public final class ConfigurationDocument {
    private static final String HEAD = """
            # Configuration

            Every setting has one name. It can be given in a file (`--config FILE` or `SPANHOUSE_CONFIG`; YAML, nested or
            dotted keys), in the environment (`SPANHOUSE_` and the name in capitals, dots and dashes as underscores; with
            `_FILE` behind it the variable names a file that holds the value), or as a flag of `serve` (`--name=value`).
            The later ones win: default, file, environment, flag. A name that is no setting stops the start.
            `config print` shows each value and where it came from.

            This page is written from the program's own list: `config document` prints it.

            | setting | default | expected | meaning |
            |---|---|---|---|
            """;

    private ConfigurationDocument() {}

    /** The page, in Markdown. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Setting setting : Setting.values()) {
            String defaultText = setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`";
            page.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s |%n",
                    setting.key(),
                    defaultText,
                    setting.kind().form(),
                    setting.description()));
        }
        return page.toString().replace(System.lineSeparator(), "\n");
    }
}
