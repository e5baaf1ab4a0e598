package io.spanhouse.deploy.house;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which package of ours may import which, as a pure function on names.
 *
 * <p>Three rules make the picture: modules import only the modules below them; of another module only its doors; and
 * inside storage every package imports only packages to the left of it. There is no list of exceptions: a package that
 * does not fit is in the wrong place, or the picture changes here, where everyone sees it.
 */
final class Arrows {
    private static final String ROOT = "io.spanhouse.";

    private static final Map<String, Set<String>> MODULES_BELOW = Map.of(
            "proto", Set.of(),
            "storage", Set.of(),
            "ingest", Set.of("storage", "proto"),
            "query", Set.of("storage", "proto"),
            "deploy", Set.of("storage", "proto", "ingest", "query"));

    /** Packages that other modules see beside a module's root package; generated messages are all of them doors. */
    private static final Set<String> DOORS = Set.of(
            "storage.model",
            "storage.filter",
            "storage.frames",
            "storage.access",
            "storage.scripts",
            "ingest.admission",
            "ingest.otlp",
            "ingest.scripts");

    /** Storage from left to right; what stands in one line stands beside one another and may not import each other. */
    private static final List<Set<String>> STORAGE_ORDER = List.of(
            Set.of("storage.model"),
            Set.of("storage.filter"),
            Set.of("storage.encoding"),
            Set.of("storage.index", "storage.frames"),
            Set.of("storage.block"),
            Set.of("storage.journal"),
            Set.of("storage.rocks"),
            Set.of("storage.head"),
            Set.of("storage.scan", "storage.access", "storage.scripts"),
            Set.of("storage.maintenance"),
            Set.of("storage"));

    private Arrows() {}

    /** Whether a class in package {@code from} may import a class in package {@code to}; both are full names. */
    static boolean allowed(String from, String to) {
        if (from.equals(to) || !isOurs(to)) {
            return true;
        }
        String importer = afterRoot(from);
        String imported = afterRoot(to);
        String module = firstWord(importer);
        if (module.equals(firstWord(imported))) {
            return !module.equals("storage") || isLeftOf(imported, importer);
        }
        return MODULES_BELOW.getOrDefault(module, Set.of()).contains(firstWord(imported)) && isDoor(imported);
    }

    /** Whether the package has its place: a known module, and within storage a place in the order. */
    static boolean hasPlace(String packageName) {
        String name = afterRoot(packageName);
        String module = firstWord(name);
        return MODULES_BELOW.containsKey(module) && (!module.equals("storage") || rank(name) >= 0);
    }

    private static boolean isOurs(String packageName) {
        return packageName.startsWith(ROOT);
    }

    private static boolean isDoor(String name) {
        return !name.contains(".") || firstWord(name).equals("proto") || DOORS.contains(name);
    }

    private static boolean isLeftOf(String imported, String importer) {
        if (storagePackage(imported).equals(storagePackage(importer))) {
            return true;
        }
        int rank = rank(imported);
        return rank >= 0 && rank < rank(importer);
    }

    private static int rank(String name) {
        String storagePackage = storagePackage(name);
        for (int rank = 0; rank < STORAGE_ORDER.size(); rank++) {
            if (STORAGE_ORDER.get(rank).contains(storagePackage)) {
                return rank;
            }
        }
        return -1;
    }

    /** {@code storage.block.dump} has the place of {@code storage.block}. */
    private static String storagePackage(String name) {
        String[] words = name.split("\\.", 3);
        return words.length < 2 ? name : words[0] + "." + words[1];
    }

    private static String firstWord(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String afterRoot(String packageName) {
        if (!isOurs(packageName)) {
            throw new IllegalArgumentException("expected a package below io.spanhouse, found " + packageName);
        }
        return packageName.substring(ROOT.length());
    }
}
