package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What lies where: the top level, and a described package around every source file. */
final class LayoutTest {
    private static final List<String> TOP_LEVEL =
            List.of("LICENSE", "README.md", "deploy", "ingest", "pom.xml", "proto", "query", "storage");

    @Test
    void topLevelIsFixed() {
        assertThat(House.topLevel()).filteredOn(name -> !name.startsWith(".")).containsExactlyElementsOf(TOP_LEVEL);
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        Map<String, String> wrong = new TreeMap<>();
        for (Path source : House.filesEndingIn(".java")) {
            if (House.name(source).contains("/src/main/java/")) {
                Path description = source.resolveSibling("package-info.java");
                if (!Files.exists(description)) {
                    wrong.put(House.name(source.getParent()), "has no package-info.java");
                } else if (!House.read(description).contains("@NullMarked")) {
                    wrong.put(House.name(description), "is not @NullMarked");
                } else if (!House.read(description).startsWith("/**")) {
                    wrong.put(House.name(description), "does not begin with its description");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void versionsStandInTheRootPomOnly() {
        for (Path pom : House.filesEndingIn("pom.xml")) {
            if (!pom.getParent().equals(House.ROOT)) {
                assertThat(House.read(pom).split("<version>", -1).length - 1)
                        .as("versions in %s, where only its parent's belongs", House.name(pom))
                        .isEqualTo(1);
            }
        }
    }
}
