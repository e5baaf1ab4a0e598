package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files and directories so that what was done is still done after a power cut. */
final class Directories {
    private Directories() {}

    /** Makes a directory and syncs its parent. */
    static void create(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                sync(parent(directory));
            }
        } catch (IOException e) {
            throw failed("make directory " + directory, e);
        }
    }

    /** Renames and syncs the directories concerned. */
    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            sync(parent(to));
            if (!parent(from).equals(parent(to))) {
                sync(parent(from));
            }
        } catch (IOException e) {
            throw failed("rename " + from + " to " + to, e);
        }
    }

    /** Removes a directory and all below it, if it is there. */
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path below, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(below);
                    return FileVisitResult.CONTINUE;
                }
            });
            sync(parent(directory));
        } catch (IOException e) {
            throw failed("remove " + directory, e);
        }
    }

    /** What is in a directory, by name; empty if there is none. */
    static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().collect(Collectors.toList());
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list " + directory, e);
        }
    }

    /** Puts a small file in the place of one that may be there; it is the old one or the new one, whatever happens. */
    static void replace(Path file, byte[] bytes) {
        Path temporary = file.resolveSibling(name(file) + ".tmp");
        try {
            Files.write(temporary, bytes);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(parent(file));
        } catch (IOException e) {
            throw failed("write " + file, e);
        }
    }

    /** The bytes of a small file, none if it is not there. */
    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw failed("read " + file, e);
        }
    }

    /** Bytes of the files in a directory, not those below; a file that goes meanwhile counts as nothing. */
    static long bytes(Path directory) {
        long bytes = 0;
        for (Path file : list(directory)) {
            bytes += size(file);
        }
        return bytes;
    }

    /** Bytes of a file, 0 if it is gone or a directory. */
    static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw failed("look at " + file, e);
        }
    }

    static String name(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            throw new IllegalArgumentException(path + " has no name");
        }
        return name.toString();
    }

    static StoreException failed(String doing, IOException cause) {
        return new StoreException(FailureKind.UNAVAILABLE, "could not " + doing + ": " + cause.getMessage(), cause);
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
