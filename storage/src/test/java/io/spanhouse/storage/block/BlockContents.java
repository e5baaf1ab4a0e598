package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Everything that a block holds as text, in a form in which two blocks of the same fragments are equal. */
final class BlockContents {
    private BlockContents() {}

    /** The fragments of an input. */
    static List<String> of(BlockInput input) {
        List<String> fragments = new ArrayList<>();
        TraceRows traces = input.traces();
        for (int trace = 0; trace < traces.size(); trace++) {
            StringBuilder text = new StringBuilder();
            List<String> services = new ArrayList<>();
            for (int i = traces.serviceStart(trace); i < traces.serviceEnd(trace); i++) {
                services.add(traces.strings().text(traces.service(i)));
            }
            Collections.sort(services);
            boolean root = TraceFlag.HAS_ROOT.in(traces.flags(trace));
            text.append(new TraceId(traces.idHigh(trace), traces.idLow(trace)))
                    .append(trace < input.ordinaryTraces() ? " ordinary " : " late ")
                    .append(input.generationFirst())
                    .append(' ')
                    .append(traces.startNanos(trace))
                    .append(' ')
                    .append(traces.endNanos(trace))
                    .append(' ')
                    .append(traces.spans(trace))
                    .append(' ')
                    .append(traces.errors(trace))
                    .append(' ')
                    .append(root ? traces.strings().text(traces.rootName(trace)) : "")
                    .append(root ? traces.strings().text(traces.rootService(trace)) : "")
                    .append(services)
                    .append('\n');
            for (int i = trace == 0 ? 0 : traces.rowEnd(trace - 1); i < traces.rowEnd(trace); i++) {
                int row = input.order()[i];
                text.append(SpanText.render(input.rows(), row))
                        .append(input.rows().tick(row));
            }
            fragments.add(text.toString());
        }
        Collections.sort(fragments);
        return fragments;
    }

    /** The fragments of a block. */
    static List<String> of(BlockReader block) {
        List<String> fragments = new ArrayList<>();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int i = 0; i < block.bounds().groups(); i++) {
                try (GroupReader group = block.group(i, scratch)) {
                    addGroup(block, i, group, scratch, fragments);
                }
            }
        }
        Collections.sort(fragments);
        return fragments;
    }

    private static void addGroup(
            BlockReader block, int number, GroupReader group, ReadScratch scratch, List<String> fragments) {
        SpanBatch rows = rows(group);
        GroupTraces traces = new GroupTraces(group);
        for (int trace = 0; trace < traces.size(); trace++) {
            StringBuilder text = new StringBuilder();
            boolean root = TraceFlag.HAS_ROOT.in((int) traces.flags()[trace]);
            text.append(new TraceId(traces.ids()[2 * trace], traces.ids()[2 * trace + 1]))
                    .append(block.bounds().get(Bound.LATE, number) == 0 ? " ordinary " : " late ")
                    .append(block.bounds().get(Bound.GENERATION_FIRST, number))
                    .append(' ')
                    .append(traces.starts()[trace])
                    .append(' ')
                    .append(traces.starts()[trace] + traces.durations()[trace])
                    .append(' ')
                    .append(traces.spans()[trace])
                    .append(' ')
                    .append(traces.errors()[trace])
                    .append(' ')
                    .append(root ? text(group, Field.ROOT_NAME, trace, scratch) : "")
                    .append(root ? text(group, Field.ROOT_SERVICE, trace, scratch) : "")
                    .append(services(block, traces, trace, scratch))
                    .append('\n');
            for (int row = traces.rowStart(trace); row < traces.rowEnds()[trace]; row++) {
                text.append(SpanText.render(rows, row)).append(rows.tick(row));
            }
            fragments.add(text.toString());
        }
    }

    private static SpanBatch rows(GroupReader group) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        try (SpanDecoder decoder = new SpanDecoder(group, builder)) {
            decoder.copy(0, group.rows());
        }
        return builder.build();
    }

    private static String text(GroupReader group, Field field, int index, ReadScratch scratch) {
        int[] code = new int[1];
        group.codes(field.number()).codes(index, index + 1, code, 0);
        ByteSlice slice = new ByteSlice();
        group.block().dictionary(field.dictionary().number(), scratch).value(code[0], slice);
        return slice.utf8();
    }

    private static List<String> services(BlockReader block, GroupTraces traces, int trace, ReadScratch scratch) {
        DictionaryReader dictionary = block.dictionary(FixedDictionary.SERVICE.number(), scratch);
        ByteSlice slice = new ByteSlice();
        List<String> services = new ArrayList<>();
        int set = (int) traces.serviceSets()[trace];
        for (int i = 0; i < traces.serviceSetSize(set); i++) {
            dictionary.value(traces.serviceOfSet(set, i), slice);
            services.add(slice.utf8());
        }
        Collections.sort(services);
        return services;
    }
}
