package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.deploy.config.ConfigurationReader;
import io.spanhouse.deploy.config.Setting;
import io.spanhouse.deploy.house.Document.Mention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a Markdown file names, exists: paths, classes, packages, settings, commands. */
final class DocsTest {
    /** A path into the project begins with one of its modules or with a dot-directory. */
    private static final Pattern PATH = Pattern.compile("(proto|ingest|storage|query|deploy|\\.ci|\\.mvn)/[\\w./-]*");

    /** Two humps at least: a single capitalised word is as likely a product's name or a value. */
    private static final Pattern CLASS = Pattern.compile("([A-Z][a-z0-9]+){2,}");

    private static final Pattern PACKAGE = Pattern.compile("io\\.spanhouse(\\.[a-z]+)+");
    private static final Pattern FULL_CLASS = Pattern.compile("io\\.spanhouse(\\.[a-z]+)+\\.[A-Z]\\w+");

    /** Programs that every reader has, or that the text tells them to install. */
    private static final Set<String> PROGRAMS =
            Set.of("cd", "curl", "docker", "export", "git", "helm", "java", "kill", "kubectl", "mvn", "systemctl");

    private static final Pattern KEY = Pattern.compile("[a-z]+(\\.[a-z-]+)+");
    private static final Pattern VARIABLE = Pattern.compile("SPANHOUSE_[A-Z_]+");
    private static final Pattern FLAG = Pattern.compile("\\s--([a-z.-]+)");
    private static final Set<String> LAUNCHER_FLAGS = Set.of("config", "demo", "help", "key", "print-command");

    private final List<Document> documents =
            House.filesEndingIn(".md").stream().map(Document::new).toList();
    private final SourceTree tree = new SourceTree(House.filesEndingIn(".java"));
    private final Set<String> foreignClasses = ClassPath.simpleNames();

    @Test
    void linkedFilesExist() {
        assertThat(wrong(
                        Document::links,
                        link -> link.text().contains("://")
                                || link.text().startsWith("#")
                                || Files.exists(beside(link, withoutFragment(link.text())))))
                .isEmpty();
    }

    @Test
    void namedPathsExist() {
        assertThat(wrong(Document::code, code -> !PATH.matcher(code.text()).matches() || isPath(code)))
                .isEmpty();
    }

    @Test
    void namedClassesExist() {
        assertThat(wrong(
                        Document::code,
                        code -> !CLASS.matcher(code.text()).matches()
                                || tree.types().contains(code.text())
                                || foreignClasses.contains(code.text())))
                .isEmpty();
        assertThat(wrong(
                        Document::code,
                        code -> !FULL_CLASS.matcher(code.text()).matches()
                                || isSource(code.text().replace('.', '/') + ".java")))
                .isEmpty();
    }

    @Test
    void namedPackagesExist() {
        assertThat(wrong(
                        Document::code,
                        code -> !PACKAGE.matcher(code.text()).matches()
                                || isSource(code.text().replace('.', '/') + "/package-info.java")))
                .isEmpty();
    }

    @Test
    void namedSettingsExist() {
        assertThat(wrong(Document::code, code -> !looksLikeKey(code.text()) || isKey(code.text())))
                .isEmpty();
        assertThat(wrong(Document::code, code -> !VARIABLE.matcher(code.text()).matches() || isVariable(code.text())))
                .isEmpty();
        assertThat(wrong(
                        Document::commands,
                        command -> !command.text().startsWith("deploy/run ")
                                || flagsOf(command.text()).allMatch(DocsTest::isFlag)))
                .isEmpty();
    }

    @Test
    void settingsAreToldApart() {
        assertThat(looksLikeKey("otlp.grpc-ports") && !isKey("otlp.grpc-ports")).isTrue();
        assertThat(isKey("otlp.grpc-port") && isKey("deploy.config")).isTrue();
        assertThat(looksLikeKey("service.name")).isFalse();
        assertThat(isVariable("SPANHOUSE_MEMORY") && !isVariable("SPANHOUSE_MEMORIES"))
                .isTrue();
        assertThat(flagsOf("deploy/run --demo --otlp.grpc-port=1")).containsExactly("demo", "otlp.grpc-port");
    }

    @Test
    void commandsCanBeRun() {
        assertThat(wrong(Document::commands, command -> isProgram(firstWord(command.text()))))
                .isEmpty();
    }

    @Test
    void documentsAreRead() {
        Document document = new Document("sample.md", """
                See [here](storage/x.md) and `TraceStore`.
                ```sh
                # said
                deploy/run \\
                  --demo
                ```
                ```json
                {"not": "`ACommand`"}
                ```
                """);
        assertThat(document.links()).containsExactly(new Mention("sample.md", 1, "storage/x.md"));
        assertThat(document.code()).containsExactly(new Mention("sample.md", 1, "TraceStore"));
        assertThat(document.commands()).containsExactly(new Mention("sample.md", 5, "deploy/run --demo"));
        assertThat(documents).isNotEmpty();
    }

    private List<Mention> wrong(Part part, Predicate<Mention> isRight) {
        List<Mention> wrong = new ArrayList<>();
        for (Document document : documents) {
            for (Mention mention : new HashSet<>(part.of(document))) {
                if (!isRight.test(mention)) {
                    wrong.add(mention);
                }
            }
        }
        return wrong;
    }

    private static boolean isPath(Mention mention) {
        String path = mention.text();
        return path.contains("/target/")
                || Files.exists(House.ROOT.resolve(path))
                || Files.exists(beside(mention, path));
    }

    /** Dotted words that begin as some setting does. */
    private static boolean looksLikeKey(String text) {
        return KEY.matcher(text).matches()
                && Arrays.stream(Setting.values())
                        .anyMatch(setting -> setting.key().startsWith(text.substring(0, text.indexOf('.') + 1)));
    }

    /** A package such as {@code query.http} looks like a setting and may be named, too. */
    private static boolean isKey(String text) {
        return Setting.ofKey(text) != null || isSource("io/spanhouse/" + text.replace('.', '/') + "/package-info.java");
    }

    private static boolean isVariable(String text) {
        return text.equals(ConfigurationReader.FILE_VARIABLE)
                || text.equals(ConfigurationReader.CLIENT_KEY_VARIABLE)
                || Arrays.stream(Setting.values())
                        .map(Setting::environmentName)
                        .anyMatch(name -> text.equals(name) || text.equals(name + "_FILE"));
    }

    private static Stream<String> flagsOf(String command) {
        return FLAG.matcher(command).results().map(flag -> flag.group(1));
    }

    private static boolean isFlag(String flag) {
        return LAUNCHER_FLAGS.contains(flag) || Setting.ofKey(flag) != null;
    }

    private static Path beside(Mention mention, String path) {
        return House.ROOT.resolve(mention.document()).resolveSibling(path);
    }

    private static boolean isSource(String pathOfSource) {
        for (String module : List.of("proto", "storage", "ingest", "query", "deploy")) {
            if (Files.exists(House.ROOT.resolve(module + "/src/main/java/" + pathOfSource))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProgram(String word) {
        return PROGRAMS.contains(word) || Files.isExecutable(House.ROOT.resolve(word));
    }

    /** Assignments before the program's name are no part of it. */
    private static String firstWord(String command) {
        for (String word : command.split("\\s+", -1)) {
            if (!word.matches("\\w+=.*")) {
                return word;
            }
        }
        return "";
    }

    private static String withoutFragment(String link) {
        int hash = link.indexOf('#');
        return hash < 0 ? link : link.substring(0, hash);
    }

    private interface Part {
        List<Mention> of(Document document);
    }
}
