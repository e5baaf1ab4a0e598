package io.spanhouse.storage.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Damages one file of a store that is closed, in a way and at a place that a seed decides. Every kind of file is as likely as
 * any other, however many there are of it.
 *
 * @param file the file, relative to the store
 * @param how what was done to it
 * @param place the bucket it belongs to, {@link KnownStore#TAIL} for the journal, 0 for files of the whole store
 */
record FileDamage(Path file, String how, int place) {
    private static final Pattern BUCKET = Pattern.compile("bucket-(\\d+)");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    /** Does some damage; null if the way that was chosen is not possible with the file that was chosen. */
    static @Nullable FileDamage random(Path store, List<Path> earlier, SplittableRandom random) throws IOException {
        TreeMap<String, List<Path>> kinds = new TreeMap<>();
        for (Path file : Trees.files(store)) {
            kinds.computeIfAbsent(kind(file), absent -> new ArrayList<>()).add(file);
        }
        List<String> names = new ArrayList<>(kinds.keySet());
        List<Path> kind = kinds.get(names.get(random.nextInt(names.size())));
        Path file = kind.get(random.nextInt(kind.size()));
        Path relative = store.relativize(file);
        String how = damage(file, relative, kind, earlier, random);
        return how == null ? null : new FileDamage(relative, how, place(relative));
    }

    /** Flips one bit or zeroes some bytes of a file that is not empty; says which. */
    static String inside(Path file, SplittableRandom random) throws IOException {
        return String.valueOf(random.nextInt(4) == 0 ? zero(file, random) : flip(file, random));
    }

    private static String kind(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return NUMBER.matcher(dot < 0 ? name : name.substring(dot)).replaceAll("N");
    }

    private static int place(Path relative) {
        Matcher bucket = BUCKET.matcher(relative.toString());
        if (bucket.find()) {
            return Integer.parseInt(bucket.group(1));
        }
        return relative.toString().contains("journal") ? KnownStore.TAIL : 0;
    }

    private static @Nullable String damage(
            Path file, Path relative, List<Path> kind, List<Path> earlier, SplittableRandom random) throws IOException {
        int choice = random.nextInt(12);
        if (choice < 5) {
            return flip(file, random);
        } else if (choice < 7) {
            return truncate(file, random);
        } else if (choice == 7) {
            return zero(file, random);
        } else if (choice == 8) {
            Files.delete(file);
            return "deleted";
        } else if (choice == 9) {
            return swap(file, kind.get(random.nextInt(kind.size())));
        }
        return older(file, relative, earlier.get(random.nextInt(earlier.size())));
    }

    private static @Nullable String flip(Path path, SplittableRandom random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() == 0) {
                return null;
            }
            long at = random.nextLong(file.length());
            file.seek(at);
            int value = file.read();
            file.seek(at);
            int bit = random.nextInt(8);
            file.write(value ^ 1 << bit);
            return "bit " + bit + " of byte " + at + " flipped";
        }
    }

    private static @Nullable String truncate(Path path, SplittableRandom random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() == 0) {
                return null;
            }
            long length = random.nextBoolean() ? random.nextLong(file.length()) : file.length() - 1;
            file.setLength(length);
            return "cut to " + length + " bytes";
        }
    }

    private static @Nullable String zero(Path path, SplittableRandom random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() == 0) {
                return null;
            }
            long at = random.nextLong(file.length());
            int length = (int) Math.min(file.length() - at, 4_096);
            file.seek(at);
            file.write(new byte[length]);
            return length + " bytes from " + at + " on zeroed";
        }
    }

    private static @Nullable String swap(Path one, Path other) throws IOException {
        if (one.equals(other)) {
            return null;
        }
        Path between = one.resolveSibling("between");
        Files.move(one, between);
        Files.move(other, one);
        Files.move(between, other);
        return "swapped with " + other;
    }

    private static @Nullable String older(Path file, Path relative, Path earlier) throws IOException {
        Path old = earlier.resolve(relative.toString());
        if (!Files.exists(old)) {
            return null;
        }
        Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);
        return "as it was in " + earlier.getFileName();
    }
}
