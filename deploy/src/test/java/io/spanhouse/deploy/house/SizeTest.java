package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One job per file: a file is split before it passes 500 lines, a method before it passes 60. */
final class SizeTest {
    private static final int FILE_LINES_MAX = 500;
    private static final int METHOD_LINES_MAX = 60;

    @Test
    void filesAreShort() {
        Map<String, Long> tooLong = new TreeMap<>();
        for (Path source : House.filesEndingIn(".java")) {
            long lines = House.read(source).lines().count();
            if (lines > FILE_LINES_MAX) {
                tooLong.put(House.name(source), lines);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsAreShort() {
        SourceTree tree = new SourceTree(House.filesEndingIn(".java"));
        assertThat(tree.methods())
                .isNotEmpty()
                .filteredOn(method -> method.lines() > METHOD_LINES_MAX)
                .isEmpty();
    }

    @Test
    void methodsAreMeasured() {
        SourceTree tree = new SourceTree(House.filesEndingIn("SizeTest.java"));
        assertThat(tree.methods())
                .filteredOn(method -> method.name().endsWith(" fiveLines"))
                .singleElement()
                .satisfies(method -> assertThat(method.lines()).isEqualTo(fiveLines(1)));
    }

    private static int fiveLines(int number) {
        int two = number + 1;
        int four = two + 2;
        return four + 1;
    }
}
