package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Words and calls that stay out of the project. The words are written here in two halves, so that this file passes. */
final class ForbiddenTest {
    private static final List<Pattern> WORDS = List.of(
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
            Pattern.compile("(?<![\\w.])/(work|root|Users)" + "/"),
            Pattern.compile("\\b[A-Z]:\\\\\\\\?Users" + "\\\\"),
            Pattern.compile("\\b(repo1?\\.maven|registry|proxy|index|auth|production)\\.[\\w.-]*"
                    + "(apache|maven|npmjs|docker|golang)\\."),
            Pattern.compile("\\b(repo1|docker|ghcr|gcr|quay)\\." + "(maven|io)\\b"),
            Pattern.compile("\\b(DESIGN|engine|BRIEF)\\." + "md\\b|\\bDESIGN" + " \\d"));

    private static final Set<String> TEXT_ENDINGS =
            Set.of("java", "md", "xml", "proto", "yaml", "yml", "json", "sh", "html", "css", "js", "properties", "run");

    /** Parts that others wrote and recorded data are kept as they came. */
    private static final Pattern FOREIGN = Pattern.compile("/vendor/|/src/test/resources/");

    private final SourceTree tree = new SourceTree(House.filesEndingIn(".java"));

    @Test
    void wordsStayOut() {
        List<String> found = new ArrayList<>();
        for (Path file : House.filesBelow("")) {
            String name = House.name(file);
            if (isText(name) && !FOREIGN.matcher(name).find()) {
                addLinesWithWords(name, House.read(file), found);
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void wordsAreFound() {
        List<String> found = new ArrayList<>();
        addLinesWithWords("sample", "fine\n// TO" + "DO later\ncd /work" + "/x\nFROM ghcr." + "io/x\n", found);
        assertThat(found).hasSize(3);
    }

    @Test
    void nobodySleeps() {
        assertThat(tree.names())
                .filteredOn(name -> name.name().equals("Thread.sleep"))
                .isEmpty();
    }

    /** Only commands speak to a terminal; everything else logs, or is handed a stream. */
    @Test
    void onlyCommandsPrint() {
        assertThat(tree.names())
                .filteredOn(name -> Set.of("System.out", "System.err").contains(name.name()))
                .filteredOn(name -> name.source().contains("/src/main/"))
                .filteredOn(name -> !name.source().startsWith("deploy/src/main/java/io/spanhouse/deploy/"))
                .isEmpty();
    }

    private static void addLinesWithWords(String name, String text, List<String> found) {
        List<String> lines = text.lines().toList();
        for (int line = 0; line < lines.size(); line++) {
            for (Pattern word : WORDS) {
                if (word.matcher(lines.get(line)).find()) {
                    found.add(name + ":" + (line + 1) + " " + lines.get(line).strip());
                }
            }
        }
    }

    private static boolean isText(String name) {
        return TEXT_ENDINGS.contains(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1));
    }
}
