package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments that a directory holds, in the order of their first offsets, whatever their names say. Files of another
 * store, and second copies of a segment, are damage and no part of the journal. Reads headers only.
 */
final class SegmentDirectory {
    private final StorageFiles files;
    private final Path directory;
    private final JournalIdentity identity;
    private final List<Found> segments = new ArrayList<>();
    private final List<JournalDamage> damages = new ArrayList<>();
    private long highestName;

    /**
     * A segment's file.
     *
     * @param fileName its name
     * @param named the first offset that the name says
     * @param header its header, null if unreadable
     */
    record Found(String fileName, long named, @Nullable SegmentHeader header) {
        long first() {
            return header == null ? named : header.first();
        }

        /** Where the records start; unreadable headers are searched for records too. */
        long start() {
            return header == null ? 0 : header.bytes();
        }
    }

    private SegmentDirectory(StorageFiles files, Path directory, JournalIdentity identity) {
        this.files = files;
        this.directory = directory;
        this.identity = identity;
    }

    static SegmentDirectory list(StorageFiles files, Path directory, JournalIdentity identity) throws IOException {
        SegmentDirectory found = new SegmentDirectory(files, directory, identity);
        for (String fileName : files.list(directory)) {
            long named = SegmentHeader.firstOf(fileName);
            if (named >= 0) {
                found.add(fileName, named);
            }
        }
        // Of two with one first offset the one that is named for it comes first and stays.
        found.segments.sort(
                Comparator.comparingLong(Found::first).thenComparing(segment -> segment.first() != segment.named()));
        found.removeCopies();
        return found;
    }

    private void add(String fileName, long named) throws IOException {
        highestName = Math.max(highestName, named);
        SegmentHeader header;
        try (StorageFile file = files.openForReading(directory.resolve(fileName))) {
            header = SegmentHeader.read(file, fileName);
        }
        if (header != null && !header.identity().equals(identity)) {
            damage(JournalDamage.Kind.FOREIGN_SEGMENT, fileName);
            return;
        }
        if (header != null && header.first() != named) {
            damage(JournalDamage.Kind.MISPLACED_SEGMENT, fileName);
        }
        segments.add(new Found(fileName, named, header));
    }

    private void removeCopies() {
        for (int i = segments.size() - 1; i > 0; i--) {
            if (segments.get(i).first() == segments.get(i - 1).first()) {
                damage(JournalDamage.Kind.FOREIGN_SEGMENT, segments.remove(i).fileName());
            }
        }
    }

    private void damage(JournalDamage.Kind kind, String fileName) {
        damages.add(new JournalDamage(kind, fileName, 0, 0, 0, 0, null));
    }

    /** The segments, lowest first offset first. */
    List<Found> segments() {
        return segments;
    }

    /** What is wrong with files as wholes. */
    List<JournalDamage> damages() {
        return damages;
    }

    /** The highest first offset that any file is named for; new names must be above. */
    long highestName() {
        return highestName;
    }
}
