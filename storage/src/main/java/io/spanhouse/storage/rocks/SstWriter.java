package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.block.TraceRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes one SST in the temporary directory of its bucket: the blocks of all projects, then the header. It becomes part of
 * the store when the bucket ingests it; closed before, it leaves nothing behind. Not thread-safe.
 */
public final class SstWriter implements ChunkSink, AutoCloseable {
    private static final int VALUE_BYTES_START = 256 << 10;

    private final RocksEnvironment environment;
    private final SstHeader.Place place;
    private final WriteThrough writeThrough;
    private final Path file;
    private final long owner;
    private final SstFileWriter writer;
    private final ByteBuffer keyBytes = ByteBuffer.allocateDirect(ChunkKey.BYTES);
    private final TreeMap<Integer, long[]> contents = new TreeMap<>();
    private ByteBuffer valueBytes = ByteBuffer.allocateDirect(VALUE_BYTES_START);
    private @Nullable SstHeader header;
    private long[] hashes = {};
    private int hashCount;
    private int scratchFiles;
    private boolean closed;

    SstWriter(RocksEnvironment environment, SstHeader.Place place, WriteThrough writeThrough, Path file) {
        this.environment = environment;
        this.place = place;
        this.writeThrough = writeThrough;
        this.file = file;
        owner = environment.nextOwner();
        writer = new SstFileWriter(environment.writerOptions(), environment.options());
        try {
            writer.open(file.toString());
        } catch (RocksDBException e) {
            writer.close();
            throw RocksFailures.of("could not start an SST for " + place, e);
        }
    }

    /** Where the SST will belong; blocks are written under its block number. */
    public SstHeader.Place place() {
        return place;
    }

    /** A name for a file beside this one that is not there yet; what is left of it after a crash goes when the bucket opens. */
    public Path scratchFile() {
        scratchFiles++;
        environment.steps().reached(CommitStep.SCRATCH_STARTED, place.bucket());
        return file.resolveSibling(Directories.name(file) + ".scratch-" + scratchFiles);
    }

    @Override
    public void put(ChunkKey key, byte[] bytes, int offset, int length) {
        if (key.block() != place.block() || key.project() < 0) {
            throw new IllegalArgumentException(key + " does not belong to " + place);
        }
        putNative(SstKeys.of(key), bytes, offset, length);
        long[] content = content(key.project());
        content[2]++;
        content[3] += length;
        if (writeThrough.includes(key.kind())) {
            environment.cache().put(owner, key, bytes, offset, length);
        }
    }

    /** Says how many spans a project has in the SST, and which traces; for blocks that replace no others. */
    public void count(int project, long spans, TraceRows traces) {
        count(project, spans, traces.size());
        long hashSeed = place.store().hashSeed();
        if (hashCount + traces.size() > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(hashCount + traces.size(), 2 * hashes.length));
        }
        for (int trace = 0; trace < traces.size(); trace++) {
            hashes[hashCount++] = SeenTraces.hash(hashSeed, project, traces.idHigh(trace), traces.idLow(trace));
        }
    }

    /** Says how many spans and fragments of traces a project has in the SST; for blocks that replace others. */
    public void count(int project, long spans, long traces) {
        long[] content = content(project);
        content[0] += spans;
        content[1] += traces;
    }

    /**
     * Writes the header and syncs the file.
     *
     * @param draft everything but what the writer knows itself
     */
    public SstHeader finish(Draft draft) {
        List<SstHeader.Content> counted = contents.entrySet().stream()
                .map(entry -> content(entry.getKey(), entry.getValue()))
                .toList();
        SstHeader finished = new SstHeader(
                place, draft.journal(), draft.generations(), draft.features(), draft.covers(), draft.times(), counted);
        byte[] bytes = SstHeaderCodec.encode(finished);
        putNative(SstKeys.header(place.block()), bytes, 0, bytes.length);
        try {
            writer.finish();
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not finish the SST for " + place, e);
        }
        writer.close();
        header = finished;
        environment.steps().reached(CommitStep.SST_FINISHED, place.bucket());
        return finished;
    }

    /** Removes the file if it was not ingested. Harmless if repeated. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        writer.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Directories.failed("remove " + file, e);
        }
    }

    SstHeader finished() {
        if (header == null || closed) {
            throw new IllegalStateException("the SST for " + place + " is not finished, or closed");
        }
        return header;
    }

    /** Adds the traces to what the bucket knows. The traces of a replacement were known before. */
    void addSeen(SeenTraces seen) {
        SstHeader finished = finished();
        if (hashCount == finished.traces()) {
            seen.add(hashes, hashCount);
        } else if (finished.covers().isEmpty()) {
            seen.forget();
        }
    }

    Path file() {
        return file;
    }

    long owner() {
        return owner;
    }

    private long[] content(int project) {
        return contents.computeIfAbsent(project, absent -> new long[4]);
    }

    private static SstHeader.Content content(int project, long[] counts) {
        return new SstHeader.Content(project, counts[0], counts[1], counts[2], counts[3]);
    }

    private void putNative(byte[] key, byte[] bytes, int offset, int length) {
        if (valueBytes.capacity() < length) {
            valueBytes = ByteBuffer.allocateDirect(Math.max(length, valueBytes.capacity() * 2));
        }
        valueBytes.clear().put(bytes, offset, length).flip();
        keyBytes.clear().put(key).flip();
        try {
            writer.put(keyBytes, valueBytes);
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not write to the SST for " + place, e);
        }
    }

    /**
     * The parts of a header that the writer does not know.
     *
     * @param journal which records it holds
     * @param generations which generations it holds
     * @param features what a reader must know
     * @param covers what it replaces
     * @param times ranges of time
     */
    public record Draft(
            SstHeader.Journal journal,
            SstHeader.Generations generations,
            SstHeader.Features features,
            List<SstHeader.Cover> covers,
            SstHeader.Times times) {}
}
