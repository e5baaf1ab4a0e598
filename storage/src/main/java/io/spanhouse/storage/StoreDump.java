package io.spanhouse.storage;

import io.spanhouse.storage.block.BlockSizes;
import io.spanhouse.storage.journal.DiskFiles;
import io.spanhouse.storage.journal.JournalDump;
import io.spanhouse.storage.journal.JournalIdentity;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.BucketSurvey;
import io.spanhouse.storage.rocks.JournalGap;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints what lies on disk for people: a store, or one SST or journal segment, damaged ones too. Takes no lock, opens no
 * database and changes nothing, so it works beside a running program and on a copy. What a running program removes
 * meanwhile is left out or named as gone; what it is writing looks like a torn end. Streams: holds the headers of all SSTs
 * and besides one row group or one record. Used once.
 */
public final class StoreDump {
    private final LineOutput out;
    private final Options options;
    private final Map<String, Long> purposeBytes = new LinkedHashMap<>();
    private int damages;

    /**
     * What is printed.
     *
     * @param project name or number of the only project to print, null for all
     * @param block number of the only block to print, null for all
     * @param records each record of the journal
     * @param columns what blocks are made of
     * @param rows spans with all that they have
     * @param values blocks item by item, with the values at the start of each column
     * @param check reads every byte of the blocks to find what is damaged; done anyway where blocks are printed or counted
     * @param sizes only where the bytes go
     * @param listMax most records of a segment, row groups of a block, spans of a block and names of columns
     */
    public record Options(
            @Nullable String project,
            @Nullable Long block,
            boolean records,
            boolean columns,
            boolean rows,
            boolean values,
            boolean check,
            boolean sizes,
            long listMax) {
        /** Whether all of a block is read. */
        boolean reads() {
            return check || columns || rows || values;
        }
    }

    /**
     * A dump.
     *
     * @param out stays the caller's; when it fails the dump ends with an {@link UncheckedIOException}
     */
    public StoreDump(Appendable out, Options options) {
        this.out = new LineOutput(out);
        this.options = options;
    }

    /**
     * Prints a store's directory, an SST or a journal segment.
     *
     * @return how much was found damaged
     * @throws StoreException NOT_FOUND if there is nothing of the kind, BAD_INPUT if it has no such project; CORRUPT,
     *     TOO_NEW or UNAVAILABLE if nothing can be read
     */
    public int print(Path path) {
        try {
            if (Files.isDirectory(path)) {
                store(path);
            } else if (!Files.exists(path)) {
                throw new StoreException(FailureKind.NOT_FOUND, path + " is not there");
            } else {
                file(path);
            }
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, path + " cannot be read: " + e, e);
        }
        return damages;
    }

    private void file(Path path) throws IOException {
        Path store = StoreDirectory.around(path);
        DumpProjects projects = DumpProjects.of(store, options.project());
        if (isSegment(path)) {
            damages += journal(projects).printSegment(path, StoreDirectory.journalOf(path));
            return;
        }
        try (BlockSizes sizes = new BlockSizes()) {
            SstDump dump = new SstDump(out, options, projects, sizes);
            dump.print(path, "");
            damages += dump.damages();
            if (options.sizes()) {
                sizes.print(out, dump.spans(), options.listMax());
            }
        }
    }

    /** By name, or by the first bytes if the name says nothing: a file set aside has a name of its own. */
    private static boolean isSegment(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".sst")) {
            return false;
        }
        if (name.endsWith(".journal")) {
            return true;
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(8);
        }
        if (new String(start, StandardCharsets.ISO_8859_1).equals("SPANJRNL")) {
            return true;
        }
        if (name.contains(".sst")) {
            return false;
        }
        throw new StoreException(
                FailureKind.BAD_INPUT, path + " is neither a store, nor an SST, nor a journal segment");
    }

    private void store(Path directory) throws IOException {
        StoreIdentity identity = StoreDirectory.identityOf(directory);
        DumpProjects projects = DumpProjects.of(directory, options.project());
        out.line("store " + identity.storeId() + ", " + identity.partitions() + " partitions, hash seed "
                + identity.hashSeed());
        for (Map.Entry<String, Integer> project : projects.names().entrySet()) {
            out.line("project " + project.getValue() + " " + project.getKey());
        }
        long spans = 0;
        try (BlockSizes sizes = new BlockSizes()) {
            for (int partition = 0; partition < identity.partitions(); partition++) {
                out.line("partition " + partition);
                BucketSurvey survey =
                        new BucketSurvey(StoreDirectory.buckets(directory, partition), identity.storeId());
                spans += blocks(survey, projects, sizes);
                if (options.sizes()) {
                    out.line("journal " + bytes(StoreDirectory.journal(directory, partition)) + " bytes");
                } else if (options.block() == null) {
                    journal(
                            StoreDirectory.journal(directory, partition),
                            new JournalIdentity(identity.storeId(), partition),
                            survey.sealedBelow(),
                            projects);
                }
            }
            if (options.sizes()) {
                out.line("blocks that count, " + spans + " spans:");
                sizes.print(out, spans, options.listMax());
                purposeBytes.putAll(sizes.purposeBytes());
            }
        }
    }

    /** Of a store that was printed with sizes: bytes of its blocks by what they are for. */
    public Map<String, Long> purposeBytes() {
        return purposeBytes;
    }

    private long blocks(BucketSurvey survey, DumpProjects projects, BlockSizes sizes) {
        if (options.block() == null) {
            out.line("sealed by lane, offset after the last: " + survey.sealed());
            for (Path leftover : survey.leftovers()) {
                out.line("beside the blocks: " + leftover + (isEmpty(leftover) ? ", empty" : ""));
            }
            for (JournalGap gap : survey.gaps()) {
                damages++;
                out.line("damaged: journal records " + gap.from() + " to " + gap.to() + " of lane " + gap.lane()
                        + " were in a block that is lost");
            }
        }
        SstDump dump = new SstDump(out, options, projects, sizes);
        for (BucketSurvey.Found file : survey.files()) {
            SstHeader header = file.header();
            if (header == null) {
                damages++;
                out.line("damaged: " + file.path() + ", " + file.bytes() + " bytes: " + file.problem());
                continue;
            }
            boolean isCovered = survey.isCovered(header);
            boolean isWanted =
                    options.block() == null || options.block() == header.place().block();
            if (isWanted && !(isCovered && options.sizes())) {
                dump.print(file.path(), isCovered ? ", replaced by another" : "");
            }
        }
        damages += dump.damages();
        return dump.spans();
    }

    private void journal(Path directory, JournalIdentity known, long sealedBelow, DumpProjects projects)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            out.line("no journal");
            return;
        }
        try {
            damages += journal(projects).print(directory, known, sealedBelow);
        } catch (NoSuchFileException e) {
            out.line("segment " + e.getFile() + " was removed meanwhile; the rest of the journal is not shown");
        } catch (StoreException e) {
            damages++;
            out.line("damaged: " + e.getMessage());
        }
    }

    private JournalDump journal(DumpProjects projects) {
        return new JournalDump(
                new DiskFiles(),
                out,
                new JournalDump.Detail(options.records(), options.rows(), options.listMax(), projects::shown));
    }

    private static boolean isEmpty(Path path) {
        return bytes(path) == 0;
    }

    private static long bytes(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(StoreDump::size).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            // It went meanwhile.
            return 0;
        }
    }
}
