package io.spanhouse.query.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All files of the UI, read when the server starts: a megabyte at most, out of the program's own file. Immutable. */
final class UiFiles {
    /** Where they lie in the program. */
    private static final String FOLDER = "ui/";

    private static final String INDEX = "index.html";

    /** Stands in the document for the build. */
    private static final String BUILD_MARK = "@build@";

    private static final String HEAD_END = "</head>";

    /** The frame of all pages. */
    private static final String MAIN = "app/main.js";

    /** An import that is made when a module is loaded; those of pages are made later. */
    private static final Pattern IMPORT =
            Pattern.compile("(?:\\bfrom\\s*|^import\\s*)[\"'](\\.[^\"']+)[\"']", Pattern.MULTILINE);

    /** So many hexadecimal digits of a digest tell builds apart. */
    private static final int BUILD_DIGITS = 16;

    private final Map<String, UiFile> files = new TreeMap<>();
    private final String index;
    private final String build;

    private UiFiles(Map<String, byte[]> contents) {
        MessageDigest digest = sha256();
        contents.forEach((name, bytes) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(bytes);
            UiFile file = UiFile.of(name, bytes);
            if (file != null) {
                files.put(name, file);
            }
        });
        byte[] document = contents.get(INDEX);
        if (document == null) {
            throw new IllegalStateException("the program has no " + FOLDER + INDEX);
        }
        files.remove(INDEX);
        index = new String(document, StandardCharsets.UTF_8);
        build = HexFormat.of().formatHex(digest.digest()).substring(0, BUILD_DIGITS);
    }

    /** The files of this program. */
    static UiFiles load() {
        URL here = UiFiles.class.getClassLoader().getResource(FOLDER + INDEX);
        if (here == null) {
            throw new IllegalStateException("the program has no " + FOLDER + INDEX);
        }
        try {
            URLConnection connection = here.openConnection();
            return new UiFiles(
                    connection instanceof JarURLConnection
                            ? inJar(((JarURLConnection) connection).getJarFile())
                            : inFolder(Path.of(here.toURI()).resolveSibling(".")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar is the class loader's own and stays open. */
    private static Map<String, byte[]> inJar(JarFile jar) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        List<JarEntry> entries = new ArrayList<>();
        jar.stream()
                .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
                .forEach(entries::add);
        for (JarEntry entry : entries) {
            try (InputStream in = jar.getInputStream(entry)) {
                contents.put(entry.getName().substring(FOLDER.length()), in.readAllBytes());
            }
        }
        return contents;
    }

    private static Map<String, byte[]> inFolder(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder.normalize())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                contents.put(
                        folder.normalize().relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What tells this state of the files from every other. */
    String build() {
        return build;
    }

    /** A file by its path below the folder; null if there is none. */
    @Nullable
    UiFile file(String path) {
        return files.get(path);
    }

    /** Names of all files that are served. */
    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** All modules that a page needs, by way of imports: the frame's and its own. */
    List<String> modules(String page) {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(page, MAIN));
        while (!open.isEmpty()) {
            String name = open.pop();
            UiFile file = files.get(name);
            if (file == null || !reached.add(name)) {
                continue;
            }
            Matcher imports = IMPORT.matcher(new String(file.bytes(), StandardCharsets.UTF_8));
            while (imports.find()) {
                Path imported = Path.of(name).resolveSibling(imports.group(1)).normalize();
                open.push(imported.toString().replace('\\', '/'));
            }
        }
        return List.copyOf(reached);
    }

    /**
     * The document as a page has it that lies so many segments below the root.
     *
     * @param modules are fetched at once; without this a browser learns of each only from the one that imports it
     */
    UiFile document(int depth, List<String> modules) {
        StringBuilder links = new StringBuilder();
        for (String module : modules) {
            links.append("<link rel=\"modulepreload\" href=\"ui/")
                    .append(BUILD_MARK)
                    .append('/')
                    .append(module)
                    .append("\">\n");
        }
        String text = index.replace(HEAD_END, links + HEAD_END)
                .replace("ui/" + BUILD_MARK, "../".repeat(depth) + "ui/" + build);
        UiFile document = UiFile.of(INDEX, text.getBytes(StandardCharsets.UTF_8));
        if (document == null) {
            throw new IllegalStateException("documents are for browsers");
        }
        return document;
    }
}
