package io.spanhouse.storage;

import io.spanhouse.storage.block.BlockDump;
import io.spanhouse.storage.block.BlockOutline;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.BlockSizes;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.SstFile;
import io.spanhouse.storage.rocks.SstHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Prints SSTs, one after the other: header, what is damaged in it, and as much of its blocks as is asked for. */
final class SstDump {
    private final LineOutput out;
    private final StoreDump.Options options;
    private final DumpProjects projects;
    private final BlockSizes sizes;
    private int damages;
    private long spans;

    /** @param sizes takes the bytes of what is printed */
    SstDump(LineOutput out, StoreDump.Options options, DumpProjects projects, BlockSizes sizes) {
        this.out = out;
        this.options = options;
        this.projects = projects;
        this.sizes = sizes;
    }

    /** How much was found damaged. */
    int damages() {
        return damages;
    }

    /** Spans of the projects that were printed. */
    long spans() {
        return spans;
    }

    /**
     * Prints one.
     *
     * @param state what else is to be said of it
     */
    void print(Path path, String state) {
        try (SstFile file = SstFile.open(path)) {
            SstHeader header = header(file, path, state);
            if (options.sizes()) {
                sizes(file, path);
                return;
            }
            if (options.reads()) {
                verify(file, path);
            }
            if (header == null) {
                return;
            }
            for (SstHeader.Content content : header.contents()) {
                if (projects.shown(content.project())) {
                    block(file, header.place().block(), content.project());
                }
            }
        } catch (StoreException e) {
            damaged(path, e.getMessage());
        }
    }

    private @Nullable SstHeader header(SstFile file, Path path, String state) {
        SstHeader header;
        try {
            header = file.header();
        } catch (StoreException e) {
            damaged(path, e.getMessage());
            return null;
        }
        if (!options.sizes()) {
            print(header, path, state);
        }
        for (SstHeader.Content content : header.contents()) {
            if (projects.shown(content.project())) {
                spans += content.spans();
            }
        }
        return header;
    }

    private void print(SstHeader header, Path path, String state) {
        SstHeader.Journal journal = header.journal();
        SstHeader.Times times = header.times();
        out.line("sst " + path + ", " + size(path) + " bytes, " + header.place() + ", lane " + journal.lane() + state);
        out.line("  journal " + journal.source() + " records " + journal.from() + " to " + journal.to()
                + " without the last, after " + journal.previousTo() + ", cut " + journal.cut() + ", all sealed below "
                + journal.allSealedBelow());
        out.line("  generations " + header.generations().first() + " to "
                + header.generations().last() + ", ticks " + times.tickMin() + " to " + times.tickMax() + ", received "
                + range(times.receiptMillisMin(), times.receiptMillisMax()) + ", starts "
                + Long.toUnsignedString(times.startNanosMin()) + " to " + Long.toUnsignedString(times.startNanosMax())
                + " ns, retention clock " + times.retentionMillis() + " ms, weight "
                + header.features().weight());
        for (SstHeader.Cover cover : header.covers()) {
            out.line("  covers " + cover.bucket()
                    + (cover.block() == SstHeader.Cover.WHOLE_BUCKET ? ", all of it" : " block " + cover.block()));
        }
        for (SstHeader.Content content : header.contents()) {
            if (projects.shown(content.project())) {
                out.line("  " + projects.text(content.project()) + ": " + content.spans() + " spans, "
                        + content.traces() + " fragments of traces, " + content.chunks() + " chunks, "
                        + content.bytes() + " bytes");
            }
        }
    }

    private static String range(long fromMillis, long toMillis) {
        return fromMillis > toMillis
                ? "never"
                : Instant.ofEpochMilli(fromMillis) + " to " + Instant.ofEpochMilli(toMillis);
    }

    /** Reads everything once, so that damage is named also where nobody asked for the values. */
    private void verify(SstFile file, Path path) {
        file.walk(new SstFile.Visitor() {
            @Override
            public void chunk(ChunkKey key, int bytes) {}

            @Override
            public void other(int bytes) {}

            @Override
            public void damaged(String found) {
                SstDump.this.damaged(path, found);
            }
        });
    }

    private void block(SstFile file, long number, int project) {
        if (!options.columns() && !options.rows() && !options.values()) {
            return;
        }
        BlockReader block = open(file, number, project);
        if (block == null) {
            return;
        }
        try (BlockOutline outline = new BlockOutline(block, out)) {
            if (options.columns()) {
                outline.print(options.listMax());
            }
            if (options.rows()) {
                outline.printRows(options.listMax());
            }
            damages += outline.damages();
        }
        if (options.values()) {
            try (BlockDump dump = new BlockDump(block)) {
                dump.print(out, (int) Math.min(Integer.MAX_VALUE, options.listMax()));
            }
        }
    }

    private @Nullable BlockReader open(SstFile file, long number, int project) {
        try {
            return BlockReader.open(file, number, project);
        } catch (StoreException e) {
            damages++;
            out.line("damaged: block " + number + " of project " + project + " cannot be opened: " + e.getMessage());
            return null;
        }
    }

    private void sizes(SstFile file, Path path) {
        long[] counted = {0};
        int[] current = {-1};
        file.walk(new SstFile.Visitor() {
            @Override
            public void chunk(ChunkKey key, int bytes) {
                counted[0] += bytes;
                if (!projects.shown(key.project())) {
                    return;
                }
                if (current[0] != key.project()) {
                    current[0] = key.project();
                    sizes.start(open(file, key.block(), key.project()));
                }
                sizes.chunk(key, bytes);
            }

            @Override
            public void other(int bytes) {
                counted[0] += bytes;
                sizes.other("headers of SSTs", bytes);
            }

            @Override
            public void damaged(String found) {
                SstDump.this.damaged(path, found);
            }
        });
        sizes.other("keys and index of SSTs, and what is damaged", Math.max(0, size(path) - counted[0]));
    }

    private void damaged(Path path, @Nullable String found) {
        damages++;
        out.line("damaged: " + path + ": " + found);
    }

    /** Bytes of a file, 0 if a running program removed it meanwhile: it is open here and can be read all the same. */
    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }
}
