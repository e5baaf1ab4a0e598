package io.spanhouse.deploy.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The checked-out project as files: where its root is and which files are its own. What {@code .gitignore} names, and
 * the repository's own bookkeeping, is not seen.
 */
final class House {
    /** The directory that holds the root pom. */
    static final Path ROOT = findRoot();

    private static final List<PathMatcher> IGNORED = readIgnored();

    private House() {}

    /** Every file below {@code start} (a path from the root), in the order of their names. */
    static List<Path> filesBelow(String start) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT.resolve(start), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return isIgnored(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!isIgnored(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    /** Every file of the project whose name ends so. */
    static List<Path> filesEndingIn(String ending) {
        return filesBelow("").stream()
                .filter(file -> file.getFileName().toString().endsWith(ending))
                .toList();
    }

    /** The names directly in the root. */
    static List<String> topLevel() {
        try (Stream<Path> entries = Files.list(ROOT)) {
            return entries.filter(entry -> !isIgnored(entry))
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " as UTF-8", e);
        }
    }

    /** The path as a reader of the project would write it. */
    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isIgnored(Path path) {
        Path name = path.getFileName();
        if (name.toString().equals(".git")) {
            return true;
        }
        for (PathMatcher matcher : IGNORED) {
            if (matcher.matches(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<PathMatcher> readIgnored() {
        List<PathMatcher> matchers = new ArrayList<>();
        for (String line : read(ROOT.resolve(".gitignore")).lines().toList()) {
            String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                String glob = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
                matchers.add(FileSystems.getDefault().getPathMatcher("glob:" + glob));
            }
        }
        return matchers;
    }

    private static Path findRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("storage/pom.xml"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no directory with storage/pom.xml at or above "
                    + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
