package io.spanhouse.storage.maintenance;

import com.carrotsearch.hppc.sorting.IndirectSort;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.SpanDecoder;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.block.TraceRowsBuilder;
import io.spanhouse.storage.encoding.CodeColumn;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.StringTableBuilder;
import java.util.BitSet;

/**
 * Rows of several row groups, decoded, with their trace rows, put in the order of a block. Fragments stay apart and keep
 * their values; the rows of one stay in their order. Not thread-safe.
 */
final class RegroupedRows {
    private final SpanBatchBuilder spans = new SpanBatchBuilder();
    private final StringTableBuilder strings = new StringTableBuilder();
    private final TraceRowsBuilder traces = new TraceRowsBuilder(strings);
    private final BitSet late = new BitSet();
    private final IntColumn rowStarts = new IntColumn(16);
    private final ByteSlice slice = new ByteSlice();
    private long generationFirst = Long.MAX_VALUE;
    private long generationLast;
    private int rowCount;

    int rowCount() {
        return rowCount;
    }

    /** Bytes of memory that they take. */
    long retainedBytes() {
        return spans.retainedBytes();
    }

    /** Fragments that were added. */
    int fragments() {
        return traces.size();
    }

    /**
     * Adds the rows of a row group.
     *
     * @param dead fragments of the block that are left out
     * @param erased which of their events are left out
     * @return how many events were
     */
    long add(BlockReader block, int number, BitSet dead, ErasedRows erased, ReadScratch scratch) {
        generationFirst = Math.min(generationFirst, block.bounds().get(Bound.GENERATION_FIRST, number));
        generationLast = Math.max(generationLast, block.bounds().get(Bound.GENERATION_LAST, number));
        boolean loses = erased.anyIn(number);
        long lost = 0;
        try (GroupReader group = block.group(number, scratch);
                SpanDecoder decoder = new SpanDecoder(group, spans)) {
            if (loses) {
                lost = erased.copyTo(group, spans);
            } else {
                decoder.copy(0, group.rows());
            }
            int[] starts = new int[group.fragments()];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = rowCount + decoder.traces().rowStart(i);
            }
            addTraces(group, decoder.traces(), dead, starts, scratch);
            rowCount += group.rows();
        }
        return lost;
    }

    /**
     * Adds what can be read of a damaged row group: the fragments of which every row can, without the attributes that are
     * left out. Which rows are put together is decided fragment by fragment. Nothing else may have been added before.
     *
     * @param leftOut attribute columns that cannot be read
     * @return fragments of the block that could not be added
     * @throws StoreException CORRUPT if what all of its fragments need is damaged; then this is of no more use
     */
    BitSet addReadable(BlockReader block, int number, BitSet leftOut, ReadScratch scratch) {
        generationFirst = block.bounds().get(Bound.GENERATION_FIRST, number);
        generationLast = block.bounds().get(Bound.GENERATION_LAST, number);
        BitSet lost = new BitSet();
        try (GroupReader group = block.group(number, scratch)) {
            group.leaveOut(leftOut);
            try (SpanDecoder decoder = new SpanDecoder(group, spans)) {
                GroupTraces from = decoder.traces();
                Roots roots = new Roots(group, from, services(group, scratch), scratch);
                int first = block.firstFragment(number);
                int[] starts = new int[from.size()];
                for (int i = 0; i < from.size(); i++) {
                    starts[i] = spans.rowCount();
                    if (!isReadable(decoder, roots, i)) {
                        lost.set(first + i);
                    }
                }
                addTraces(group, from, lost, starts, scratch);
                rowCount = spans.rowCount();
            }
        }
        return lost;
    }

    private boolean isReadable(SpanDecoder decoder, Roots roots, int fragment) {
        try {
            roots.check(fragment);
            decoder.copy(decoder.traces().rowStart(fragment), decoder.traces().rowEnds()[fragment]);
            return true;
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            return false;
        }
    }

    private static DictionaryReader services(GroupReader group, ReadScratch scratch) {
        return group.block().dictionary(FixedDictionary.SERVICE.number(), scratch);
    }

    private void addTraces(GroupReader group, GroupTraces from, BitSet dead, int[] starts, ReadScratch scratch) {
        boolean isLate = Regrouping.isLate(group.block(), group.part());
        int first = group.block().firstFragment(group.part());
        DictionaryReader services = services(group, scratch);
        Roots roots = new Roots(group, from, services, scratch);
        for (int i = 0; i < from.size(); i++) {
            if (dead.get(first + i)) {
                continue;
            }
            long start = from.starts()[i];
            int flags = (int) from.flags()[i];
            long tickMin = from.numbers(Field.TICK_MIN)[i];
            traces.id(from.ids()[2 * i], from.ids()[2 * i + 1])
                    .times(start, start + from.durations()[i])
                    .counts((int) from.spans()[i], (int) from.errors()[i])
                    .ticks(tickMin, tickMin + from.numbers(Field.TICK_SPREAD)[i]);
            if (TraceFlag.CONTINUES.in(flags)) {
                traces.continues(from.numbers(Field.TRACE_FIRST_BUCKET)[i]);
            }
            traces.rank(TraceFlag.rank(flags));
            if (TraceFlag.REBORN.in(flags)) {
                traces.reborn();
            }
            if (TraceFlag.THINNED.in(flags)) {
                traces.thinned();
            }
            if (TraceFlag.HAS_ROOT.in(flags)) {
                traces.root(roots.of(i));
            }
            int set = (int) from.serviceSets()[i];
            for (int j = 0; j < from.serviceSetSize(set); j++) {
                traces.addService(intern(services, from.serviceOfSet(set, j)));
            }
            late.set(traces.size(), isLate);
            rowStarts.add(starts[i]);
            traces.end(starts[i] + from.rowEnds()[i] - from.rowStart(i));
        }
    }

    private int intern(DictionaryReader dictionary, int code) {
        dictionary.value(code, slice);
        return strings.intern(slice.array, slice.offset, slice.length);
    }

    /** The root spans of one row group. */
    private final class Roots {
        private final GroupTraces from;
        private final DictionaryReader names;
        private final DictionaryReader services;
        private final int[] nameCodes;
        private final int[] serviceCodes;

        Roots(GroupReader group, GroupTraces from, DictionaryReader services, ReadScratch scratch) {
            this.from = from;
            this.services = services;
            names = group.block().dictionary(FixedDictionary.SPAN_NAME.number(), scratch);
            nameCodes = codes(group.codes(Field.ROOT_NAME.number()));
            serviceCodes = codes(group.codes(Field.ROOT_SERVICE.number()));
        }

        private int[] codes(CodeColumn column) {
            int[] codes = new int[from.size()];
            column.codes(0, codes.length, codes, 0);
            return codes;
        }

        /** Reads what a fragment's trace row needs of dictionaries. */
        void check(int fragment) {
            if (TraceFlag.HAS_ROOT.in((int) from.flags()[fragment])) {
                of(fragment);
            }
            int set = (int) from.serviceSets()[fragment];
            for (int i = 0; i < from.serviceSetSize(set); i++) {
                intern(services, from.serviceOfSet(set, i));
            }
        }

        TraceRowsBuilder.Root of(int fragment) {
            return new TraceRowsBuilder.Root(
                    intern(names, nameCodes[fragment]),
                    intern(services, serviceCodes[fragment]),
                    (int) from.numbers(Field.ROOT_KIND)[fragment],
                    (int) from.numbers(Field.ROOT_STATUS)[fragment],
                    from.rootStart(fragment),
                    from.rootDuration(fragment));
        }
    }

    /** All that was added, as one block. */
    BlockInput input() {
        int[] sorted = IndirectSort.mergesort(0, traces.size(), this::compare);
        int[] order = new int[rowCount];
        TraceRowsBuilder inOrder = new TraceRowsBuilder(strings);
        int written = 0;
        for (int fragment : sorted) {
            for (int row = rowStarts.get(fragment); row < traces.rowEnd(fragment); row++) {
                order[written++] = row;
            }
            copy(fragment, inOrder);
            inOrder.end(written);
        }
        int ordinary = traces.size() - late.cardinality();
        return new BlockInput(spans.build(), order, written, inOrder, ordinary, generationFirst, generationLast);
    }

    private int compare(int left, int right) {
        if (late.get(left) != late.get(right)) {
            return late.get(left) ? 1 : -1;
        }
        int order = Long.compareUnsigned(traces.startNanos(left), traces.startNanos(right));
        if (order == 0) {
            order = Long.compareUnsigned(traces.idHigh(left), traces.idHigh(right));
        }
        return order == 0 ? Long.compareUnsigned(traces.idLow(left), traces.idLow(right)) : order;
    }

    private void copy(int fragment, TraceRowsBuilder into) {
        into.id(traces.idHigh(fragment), traces.idLow(fragment))
                .times(traces.startNanos(fragment), traces.endNanos(fragment))
                .counts(traces.spans(fragment), traces.errors(fragment))
                .ticks(traces.tickMin(fragment), traces.tickMax(fragment));
        int flags = traces.flags(fragment);
        if (TraceFlag.CONTINUES.in(flags)) {
            into.continues(traces.firstBucket(fragment));
        }
        into.rank(TraceFlag.rank(flags));
        if (TraceFlag.REBORN.in(flags)) {
            into.reborn();
        }
        if (TraceFlag.THINNED.in(flags)) {
            into.thinned();
        }
        if (TraceFlag.HAS_ROOT.in(flags)) {
            into.root(new TraceRowsBuilder.Root(
                    traces.rootName(fragment),
                    traces.rootService(fragment),
                    traces.rootKind(fragment),
                    traces.rootStatus(fragment),
                    traces.rootStartNanos(fragment),
                    traces.rootDurationNanos(fragment)));
        }
        for (int i = traces.serviceStart(fragment); i < traces.serviceEnd(fragment); i++) {
            into.addService(traces.service(i));
        }
    }
}
