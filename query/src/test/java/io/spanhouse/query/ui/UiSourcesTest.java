package io.spanhouse.query.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sources of the UI promise by their form alone. */
final class UiSourcesTest {
    private static final Path FOLDER = Path.of("src/main/resources/ui");
    private static final Pattern IMPORT = Pattern.compile("\\b(?:from|import)\\s*\\(?\\s*[\"']([^\"'\\s,]+)[\"']");
    private static final int LINES_MAX = 300;
    private static final int TRANSFER_BYTES_MAX = 200 << 10;

    /** Ways from text to markup or code, and styles that the policy would refuse. */
    private static final Pattern UNSAFE = Pattern.compile(
            "\\b(innerHTML|outerHTML|insertAdjacentHTML|document\\.write"
                    + "|dangerouslySetInnerHTML|eval\\(|new Function|setTimeout\\(['\"]|srcdoc)|[\\s\"'](on[a-z]+)=\"|data:[a-z]+/");

    private final UiFiles files = UiFiles.load();

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static List<Path> own(String... endings) throws IOException {
        try (Stream<Path> walk = Files.walk(FOLDER)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(FOLDER.resolve("vendor")))
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        }
    }

    @Test
    void importsLeadToFilesThatAreServed() {
        List<String> wrong = new ArrayList<>();
        for (String name : files.names()) {
            if (name.endsWith(".js") || name.endsWith(".mjs")) {
                for (String imported : imports(name)) {
                    if (!imported.startsWith(".") || files.file(resolve(name, imported)) == null) {
                        wrong.add(name + " imports " + imported);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> imports(String name) {
        UiFile file = files.file(name);
        assertThat(file).as(name).isNotNull();
        Matcher matcher = IMPORT.matcher(new String(file.bytes(), StandardCharsets.UTF_8)
                .replaceAll("/\\*.*?\\*/", "")
                .replaceAll("(?m)//.*$", "")
                .replaceAll("(?s)/\\*.*?\\*/", ""));
        List<String> imports = new ArrayList<>();
        while (matcher.find()) {
            imports.add(matcher.group(1));
        }
        return imports;
    }

    private static String resolve(String from, String to) {
        return Path.of(from).resolveSibling(to).normalize().toString().replace('\\', '/');
    }

    @Test
    void textNeverBecomesMarkup() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path file : own(".js", ".html")) {
            Matcher matcher = UNSAFE.matcher(text(file));
            if (matcher.find()) {
                found.put(file.toString(), matcher.group());
            }
        }
        assertThat(found).isEmpty();
        assertThat(UNSAFE.matcher("one.innerHTML = two").find()).isTrue();
        assertThat(UNSAFE.matcher("<p onclick=\"x()\">").find()).isTrue();
    }

    @Test
    void filesAreShortAndChecked() throws IOException {
        for (Path file : own(".js")) {
            String text = text(file);
            assertThat(text.lines().count()).as("%s: lines", file).isLessThanOrEqualTo(LINES_MAX);
            assertThat(text).as("%s", file).startsWith("// @ts-check");
        }
    }

    /** What the first screen needs: the document, its styles, and every module that main and Explore reach by imports. */
    @Test
    void theFirstScreenIsSmall() {
        Set<String> needed = new TreeSet<>();
        reach("app/main.js", needed);
        reach("pages/explore/page.js", needed);
        files.names().stream().filter(name -> name.endsWith(".css")).forEach(needed::add);
        int bytes = files.document(0, files.modules("pages/explore/page.js")).compressed().length;
        for (String name : needed) {
            bytes += files.file(name).compressed().length;
        }
        // What is fetched at once is what is needed, so that nothing is fetched late or for nothing.
        assertThat(files.modules("pages/explore/page.js"))
                .containsExactlyInAnyOrderElementsOf(
                        needed.stream().filter(name -> !name.endsWith(".css")).toList());
        System.out.printf("The first screen: %d files, %d bytes compressed%n", needed.size() + 1, bytes);
        assertThat(bytes).isLessThan(TRANSFER_BYTES_MAX);
    }

    private void reach(String name, Set<String> into) {
        if (into.add(name)) {
            for (String imported : imports(name)) {
                String target = resolve(name, imported);
                if (!target.startsWith("pages/") || name.startsWith("pages/")) {
                    reach(target, into);
                }
            }
        }
    }

    @Test
    void vendoredFilesAreAsTheirChecksumsSay() throws Exception {
        Path vendor = FOLDER.resolve("vendor");
        Map<String, String> expected = new TreeMap<>();
        text(vendor.resolve("checksums.txt"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> expected.put(line.substring(66), line.substring(0, 64)));
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(vendor)) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().equals(vendor))
                    .toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                found.put(
                        vendor.relativize(file).toString().replace('\\', '/'),
                        HexFormat.of().formatHex(digest));
            }
        }
        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(15);
        for (String name : found.keySet()) {
            assertThat(vendor.resolve(name).resolveSibling("LICENSE")).exists();
        }
    }
}
