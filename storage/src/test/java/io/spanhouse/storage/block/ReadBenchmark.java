package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanBatchBuilder;

/** Time of reading: all codes of a column, all starts, one trace by id. */
final class ReadBenchmark {
    private ReadBenchmark() {}

    static void run(BlockReader block, int rounds) {
        int rows = block.directory().rows();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int round = 0; round < rounds; round++) {
                long start = BlockBenchmark.now();
                long sum = 0;
                int[] codes = new int[GroupWriter.ROWS_MAX];
                long[] numbers = new long[GroupWriter.ROWS_MAX];
                for (int i = 0; i < block.bounds().groups(); i++) {
                    try (GroupReader group = block.group(i, scratch)) {
                        group.codes(Field.NAME.number()).positions(0, group.rows(), codes, 0);
                        sum += codes[7];
                    }
                }
                long named = BlockBenchmark.now();
                for (int i = 0; i < block.bounds().groups(); i++) {
                    try (GroupReader group = block.group(i, scratch)) {
                        group.numbers(Field.DURATION.number(), 0, group.rows(), numbers, 0);
                        sum += numbers[7];
                    }
                }
                long durations = BlockBenchmark.now();
                int gets = 200;
                for (int i = 0; i < gets; i++) {
                    sum += get(block, (int) ((long) i * block.directory().fragments() / gets), scratch);
                }
                long got = BlockBenchmark.now();
                BlockBenchmark.print("names, ns a row", (double) (named - start) / rows);
                BlockBenchmark.print("durations, ns a row", (double) (durations - named) / rows);
                BlockBenchmark.print("get of a trace, us " + (sum & 1), (got - durations) / 1000.0 / gets);
            }
            decodeAll(block, scratch, rounds);
        }
    }

    private static void decodeAll(BlockReader block, ReadScratch scratch, int rounds) {
        for (int round = 0; round < Math.min(3, rounds); round++) {
            long start = BlockBenchmark.now();
            for (int i = 0; i < block.bounds().groups(); i++) {
                try (GroupReader group = block.group(i, scratch)) {
                    SpanBatchBuilder builder = new SpanBatchBuilder();
                    try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
                        decoder.copy(0, group.rows());
                    }
                    builder.build();
                }
            }
            BlockBenchmark.print(
                    "decode all, us a row",
                    (BlockBenchmark.now() - start) / 1000.0 / block.directory().rows());
        }
    }

    private static int get(BlockReader block, int fragment, ReadScratch scratch) {
        int[] found = new int[4];
        long[] id = new long[2];
        int group = block.groupOf(fragment);
        try (GroupReader reader = block.group(group, scratch)) {
            int position = fragment - block.firstFragment(group);
            reader.traceIds(position, position + 1, id, 0);
        }
        int count = block.find(id[0], id[1], scratch, found);
        SpanBatchBuilder builder = new SpanBatchBuilder();
        for (int i = 0; i < count; i++) {
            int at = block.groupOf(found[i]);
            try (GroupReader reader = block.group(at, scratch);
                    SpanDecoder decoder = new SpanDecoder(reader, builder)) {
                int position = found[i] - block.firstFragment(at);
                decoder.copy(
                        decoder.traces().rowStart(position), decoder.traces().rowEnds()[position]);
            }
        }
        return builder.build().rowCount();
    }
}
