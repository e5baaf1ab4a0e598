package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.testing.DemoSpans;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Time and bytes of writing, merging and reading blocks of spans that look like a real system's, with fresh values. Run by
 * hand:
 *
 * <pre>
 * mvn -q -Dquick -pl storage test-compile exec:exec ... io.spanhouse.storage.block.BlockBenchmark [spans] [rounds]
 * </pre>
 */
public final class BlockBenchmark {
    private BlockBenchmark() {}

    public static void main(String[] arguments) {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6;
        SpanRows rows = new DemoSpans(1).batch(spans);
        BlockInput input = BlockInputs.of(rows);
        try (BlockWriter writer = new BlockWriter()) {
            for (int round = 0; round < rounds; round++) {
                long start = now();
                writer.write(new BlockIdentity(round, 0, 7), input, (key, bytes, offset, length) -> {});
                long nanos = now() - start;
                print("seal, us a span", nanos / 1000.0 / spans);
            }
            sizes(writer, input, spans);
            MemoryChunks chunks = new MemoryChunks();
            writer.write(new BlockIdentity(1, 0, 7), input, chunks);
            ReadBenchmark.run(BlockReader.open(chunks, 1, 0), rounds);
        }
    }

    /** Prints the bytes of a block by what they are for. */
    static void sizes(BlockWriter writer, BlockInput input, int spans) {
        Sizes sizes = new Sizes();
        writer.write(new BlockIdentity(1, 0, 7), input, sizes);
        sizes.print(spans);
    }

    /** CPU time of this thread: the machine may be busy with other things. */
    static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static void print(String what, double figure) {
        System.out.printf(Locale.ROOT, "%-40s %10.3f%n", what, figure);
    }

    /** Adds up bytes by what they are for. */
    private static final class Sizes implements ChunkSink {
        private final Map<String, long[]> bytes = new TreeMap<>();

        @Override
        public void put(ChunkKey key, byte[] chunk, int offset, int length) {
            String name = key.kind().toString();
            if (key.kind() == ChunkKind.COLUMN || key.kind() == ChunkKind.TRACE) {
                Field field = Field.ofNumber(key.column());
                name += " " + (field == null ? "attribute " + key.column() : field.toString());
            } else if (key.kind() == ChunkKind.IDS) {
                name += key.column() >> 16 == 0 ? " trace" : " span";
            }
            long[] sums = bytes.computeIfAbsent(name, absent -> new long[2]);
            sums[0] += length + ChunkKey.BYTES;
            sums[1]++;
        }

        void print(int spans) {
            double total = 0;
            for (Map.Entry<String, long[]> entry : bytes.entrySet()) {
                double share = (double) entry.getValue()[0] / spans;
                total += share;
                System.out.printf(
                        Locale.ROOT, "%-40s %10.3f B a span, %d chunks%n", entry.getKey(), share, entry.getValue()[1]);
            }
            BlockBenchmark.print("bytes a span with keys", total);
        }
    }
}
