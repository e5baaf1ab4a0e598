package io.spanhouse.storage.block;

import io.spanhouse.storage.index.TraceHash;
import io.spanhouse.storage.index.TraceIndexPages;
import java.util.ArrayList;
import java.util.Map;

/**
 * Writes blocks. Two passes over the input: the first finds out which values there are, so that dictionaries are sorted and
 * the cheaper way to keep each column is known; the second writes row group after row group.
 *
 * <p>Costs under 1 us a span. Holds the dictionaries' codes (4 bytes a distinct pair and string) and one row group's
 * columns. One block at a time; not thread-safe. Whoever made it closes it.
 */
public final class BlockWriter implements AutoCloseable {
    private final Encoders encoders = new Encoders();
    private final CodeScratch scratch = new CodeScratch();

    /**
     * Writes one block.
     *
     * @return how many bytes its chunks of each kind take
     */
    public Map<ChunkKind, Long> write(BlockIdentity identity, BlockInput input, ChunkSink sink) {
        if (input.traces().size() == 0) {
            throw new IllegalArgumentException("a block without fragments");
        }
        scratch.begin();
        try (SealCodes codes = new SealCodes(input, scratch)) {
            return write(identity, input, codes, new ChunkOutput(sink, identity));
        }
    }

    private Map<ChunkKind, Long> write(BlockIdentity identity, BlockInput input, SealCodes codes, ChunkOutput output) {
        codes.collect();
        DictionaryWriter dictionaries = new DictionaryWriter(output, encoders);
        codes.writeDictionaries(dictionaries);
        ColumnRegistry registry = new ColumnRegistry(codes.pairs(), new ArrayList<>());
        GroupWriter.Outputs outputs = new GroupWriter.Outputs(output, encoders);
        GroupBounds bounds = writeGroups(input, new GroupWriter(input, codes, registry, dictionaries, outputs));
        new TableWriter(codes.tables(), registry, dictionaries.infos(), outputs).write();
        int traceIndexBits = writeTraceIndex(identity.hashSeed(), input.traces(), output);
        bounds.write(encoders.numbers, output.begin());
        output.end(ChunkKind.GROUP_DIRECTORY, 0, 0);
        new BlockDirectory(
                        0,
                        identity.hashSeed(),
                        input.generationFirst(),
                        input.generationLast(),
                        input.orderLength(),
                        input.traces().size(),
                        bounds.groups(),
                        codes.tables().resources().size(),
                        codes.tables().scopes().size(),
                        traceIndexBits,
                        dictionaries.infos(),
                        registry.columns())
                .write(output.begin());
        output.end(ChunkKind.BLOCK_DIRECTORY, 0, 0);
        return output.bytes();
    }

    private static GroupBounds writeGroups(BlockInput input, GroupWriter writer) {
        GroupBounds bounds = new GroupBounds();
        int ordinary = Math.min(input.ordinaryTraces(), input.traces().size());
        writeGroups(input, 0, ordinary, false, writer, bounds);
        writeGroups(input, ordinary, input.traces().size(), true, writer, bounds);
        return bounds;
    }

    /** Cuts some fragments into row groups of about equal size. */
    private static void writeGroups(
            BlockInput input, int from, int to, boolean late, GroupWriter writer, GroupBounds bounds) {
        TraceRows traces = input.traces();
        int trace = from;
        while (trace < to) {
            int left = traces.rowEnd(to - 1) - (trace == 0 ? 0 : traces.rowEnd(trace - 1));
            int groups = (left + GroupWriter.ROWS_MAX - 1) / GroupWriter.ROWS_MAX;
            int target = (left + groups - 1) / groups;
            writer.start();
            int start = trace == 0 ? 0 : traces.rowEnd(trace - 1);
            do {
                writer.addTrace();
                trace++;
            } while (trace < to
                    && writer.rows() < target
                    && traces.rowEnd(trace) - start <= GroupWriter.ROWS_MAX
                    && !writer.heavy());
            bounds.add(writer.finish(bounds.groups(), late));
        }
    }

    private static int writeTraceIndex(long seed, TraceRows traces, ChunkOutput output) {
        long[] hashes = new long[traces.size()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = TraceHash.of(seed, traces.idHigh(i), traces.idLow(i));
        }
        return writeTraceIndex(hashes, hashes.length, output);
    }

    /** Writes the trace index and gives the bits of its pages. */
    static int writeTraceIndex(long[] hashes, int count, ChunkOutput output) {
        TraceIndexPages.write(hashes, count, (page, payload) -> {
            output.begin().bytes(payload.array(), 0, payload.size());
            output.end(ChunkKind.TRACE_INDEX, page, 0);
        });
        return TraceIndexPages.pageBits(count);
    }

    @Override
    public void close() {
        encoders.close();
    }
}
