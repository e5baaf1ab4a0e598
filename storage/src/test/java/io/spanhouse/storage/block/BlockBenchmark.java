package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Time and bytes of writing, merging and reading blocks of {@link ShopSpans}. Times are CPU times of the one thread, for
 * the machine may have other work. Run by hand, with the class path of the tests:
 *
 * <pre>
 * mvn -q -Dquick -pl storage test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -Xmx3g -cp storage/target/classes:storage/target/test-classes:$(cat storage/target/classpath) \
 *     io.spanhouse.storage.block.BlockBenchmark [spans] [one unique attribute: true or false] [rounds]
 * </pre>
 */
public final class BlockBenchmark {
    private static final int MERGED_BLOCKS = 8;
    private static final int MERGE_ROUNDS = 6;
    private static final int PROJECTS = 1_000;

    private BlockBenchmark() {}

    public static void main(String[] arguments) {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400_000;
        boolean unique = arguments.length > 1 && Boolean.parseBoolean(arguments[1]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        SpanRows rows = new ShopSpans(1, unique).batch(spans);
        BlockInput input = BlockInputs.of(rows);
        try (BlockWriter writer = new BlockWriter();
                BlockMerger merger = new BlockMerger()) {
            for (int round = 0; round < rounds; round++) {
                long start = now();
                writer.write(new BlockIdentity(round, 0, 7), input, (key, bytes, offset, length) -> {});
                print("seal, us a span", (now() - start) / 1000.0 / rows.rowCount());
            }
            sizes(writer, input);
            merge(writer, merger, input);
            projects(writer, rows);
            MemoryChunks chunks = new MemoryChunks();
            writer.write(new BlockIdentity(1, 0, 7), input, chunks);
            ReadBenchmark.run(BlockReader.open(chunks, 1, 0), rounds);
        }
    }

    private static void merge(BlockWriter writer, BlockMerger merger, BlockInput input) {
        List<MergeInput> inputs = new ArrayList<>();
        for (int i = 0; i < MERGED_BLOCKS; i++) {
            MemoryChunks chunks = new MemoryChunks();
            writer.write(new BlockIdentity(i, 0, 7), input, chunks);
            inputs.add(MergeInput.all(BlockReader.open(chunks, i, 0)));
        }
        for (int round = 0; round < MERGE_ROUNDS; round++) {
            long start = now();
            merger.merge(new BlockIdentity(99, 0, 7), inputs, (key, bytes, offset, length) -> {});
            print("light merge, us a span", (now() - start) / 1000.0 / input.orderLength() / MERGED_BLOCKS);
        }
    }

    /** The same rows as those of a thousand projects, which share the tables of their generation. */
    private static void projects(BlockWriter writer, SpanRows rows) {
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < PROJECTS; i++) {
            members.add(new ArrayList<>());
        }
        for (int row = 0; row < rows.rowCount(); row++) {
            members.get((int) Long.remainderUnsigned(rows.traceIdLow(row), PROJECTS))
                    .add(row);
        }
        List<BlockInput> inputs = new ArrayList<>();
        for (List<Integer> ofProject : members) {
            inputs.add(BlockInputs.of(
                    rows, ofProject.stream().mapToInt(Integer::intValue).toArray(), 0, 1));
        }
        for (int round = 0; round < MERGE_ROUNDS; round++) {
            long[] bytes = new long[1];
            long start = now();
            for (int i = 0; i < inputs.size(); i++) {
                writer.write(
                        new BlockIdentity(round, i, 7),
                        inputs.get(i),
                        (key, chunk, offset, length) -> bytes[0] += ChunkKey.BYTES + length);
            }
            print("seal of 1,000 projects, us a span", (now() - start) / 1000.0 / rows.rowCount());
            print("its bytes a span", (double) bytes[0] / rows.rowCount());
        }
    }

    /** Prints the bytes of a block by what they are for. */
    private static void sizes(BlockWriter writer, BlockInput input) {
        Sizes sizes = new Sizes();
        writer.write(new BlockIdentity(1, 0, 7), input, sizes);
        sizes.print(input.orderLength());
    }

    /** CPU time of this thread, nanoseconds. */
    static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static void print(String what, double figure) {
        System.out.printf(Locale.ROOT, "%-40s %10.3f%n", what, figure);
    }

    /** Adds up bytes, those of keys too, by what they are for. */
    private static final class Sizes implements ChunkSink {
        private final Map<String, long[]> bytes = new TreeMap<>();

        @Override
        public void put(ChunkKey key, byte[] chunk, int offset, int length) {
            long[] sums = bytes.computeIfAbsent(name(key), absent -> new long[2]);
            sums[0] += length + ChunkKey.BYTES;
            sums[1]++;
        }

        private static String name(ChunkKey key) {
            switch (key.kind()) {
                case COLUMN:
                case TRACE:
                    Field field = Field.ofNumber(key.column());
                    return field == null ? "attributes" : key.kind() + " " + field;
                case IDS:
                    return key.column() >> 16 == 0 ? "ids of traces" : "ids of spans";
                default:
                    return key.kind().toString();
            }
        }

        void print(int spans) {
            double total = 0;
            for (Map.Entry<String, long[]> entry : bytes.entrySet()) {
                double share = (double) entry.getValue()[0] / spans;
                total += share;
                System.out.printf(
                        Locale.ROOT, "%-40s %10.3f B a span, %d chunks%n", entry.getKey(), share, entry.getValue()[1]);
            }
            BlockBenchmark.print("bytes a span", total);
        }
    }
}
