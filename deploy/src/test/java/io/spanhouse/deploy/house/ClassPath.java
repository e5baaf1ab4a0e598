package io.spanhouse.deploy.house;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/** Names of the classes that the program can see beside its own: the JDK's and the libraries'. */
final class ClassPath {
    private static final String CLASS = ".class";

    private ClassPath() {}

    /** Simple names, nested classes by their own name. */
    static Set<String> simpleNames() {
        Set<String> names = new TreeSet<>();
        try {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (entry.endsWith(".jar") && Files.exists(Path.of(entry))) {
                    addJar(entry, names);
                }
            }
            for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
                if (module.descriptor().name().startsWith("java.")) {
                    addModule(module, names);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static void addJar(String jar, Set<String> names) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            file.stream().forEach(entry -> addEntry(entry.getName(), names));
        }
    }

    private static void addModule(ModuleReference module, Set<String> names) throws IOException {
        try (ModuleReader reader = module.open()) {
            reader.list().forEach(entry -> addEntry(entry, names));
        }
    }

    private static void addEntry(String entry, Set<String> names) {
        if (entry.endsWith(CLASS)) {
            int start = Math.max(entry.lastIndexOf('/'), entry.lastIndexOf('$')) + 1;
            names.add(entry.substring(start, entry.length() - CLASS.length()));
        }
    }
}
