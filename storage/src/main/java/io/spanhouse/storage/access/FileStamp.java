package io.spanhouse.storage.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What tells that a file was replaced: its time and its size. */
record FileStamp(FileTime modified, long bytes) {
    /** Of a file that is not there. */
    static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1);

    /** A file's present stamp, {@link #NONE} if there is none. */
    static FileStamp of(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(found.lastModifiedTime(), found.size());
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }
}
