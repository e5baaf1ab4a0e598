package io.spanhouse.storage.head;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.block.TraceRows;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Blocks as lists, for tests of the head: what it seals comes here, what it asks is answered from here. */
final class MemoryBlocks implements OlderTraces {
    final List<Block> blocks = new ArrayList<>();
    private long bucket;

    /** One block of one project, its rows in the order in which they were sealed. */
    record Block(int project, long bucket, SpanBatch rows, TraceRows traces, Generation from)
            implements FragmentSource {
        int rowStart(int trace) {
            return trace == 0 ? 0 : traces.rowEnd(trace - 1);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    record Fragment(FragmentSource source, int trace) {}

    /** Seals a generation and tells the head. */
    HeadSnapshot seal(Head head, Generation generation) {
        bucket++;
        for (int project : generation.projects()) {
            blocks.add(block(generation, project));
        }
        return head.sealed(generation, new SealedPlaces() {
            @Override
            public FragmentSource source(int project) {
                return blocks.stream()
                        .filter(block -> block.from() == generation && block.project() == project)
                        .findFirst()
                        .orElseThrow();
            }

            @Override
            public long bucket(int project) {
                return bucket;
            }
        });
    }

    private Block block(Generation generation, int project) {
        BlockInput input = generation.sealInput(project);
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(input.rows(), builder);
        for (int i = 0; i < input.orderLength(); i++) {
            copier.copy(input.order()[i]);
        }
        return new Block(project, bucket, builder.build(), input.traces(), generation);
    }

    /** All fragments that a later block disowns. */
    Set<Fragment> disowned() {
        Set<Fragment> disowned = new HashSet<>();
        for (int i = 0; i < blocks.size(); i++) {
            TraceRows traces = blocks.get(i).traces();
            for (int trace = 0; trace < traces.size(); trace++) {
                if (TraceFlag.CONTINUES.in(traces.flags(trace))) {
                    for (Fragment older : fragments(
                            blocks.subList(0, i), blocks.get(i).project(), traces.idHigh(trace), traces.idLow(trace))) {
                        disowned.add(older);
                    }
                }
            }
        }
        return disowned;
    }

    private static List<Fragment> fragments(List<Block> blocks, int project, long high, long low) {
        List<Fragment> found = new ArrayList<>();
        for (Block block : blocks) {
            for (int trace = 0;
                    block.project() == project && trace < block.traces().size();
                    trace++) {
                if (block.traces().idHigh(trace) == high && block.traces().idLow(trace) == low) {
                    found.add(new Fragment(block, trace));
                }
            }
        }
        return found;
    }

    @Override
    public @Nullable OlderTrace find(int project, long idHigh, long idLow) {
        List<Fragment> fragments = fragments(blocks, project, idHigh, idLow);
        return fragments.isEmpty() ? null : new Found(fragments);
    }

    static WholeTrace values(Block block, int trace) {
        TraceRows traces = block.traces();
        List<String> services = new ArrayList<>();
        for (int i = traces.serviceStart(trace); i < traces.serviceEnd(trace); i++) {
            services.add(traces.strings().text(traces.service(i)));
        }
        WholeTrace.Root root = null;
        if (TraceFlag.HAS_ROOT.in(traces.flags(trace))) {
            long start = traces.rootStartNanos(trace);
            root = new WholeTrace.Root(
                    0,
                    start,
                    start + traces.rootDurationNanos(trace),
                    traces.rootKind(trace),
                    traces.rootStatus(trace),
                    traces.strings().text(traces.rootName(trace)),
                    traces.strings().text(traces.rootService(trace)));
        }
        return new WholeTrace(
                traces.startNanos(trace),
                traces.endNanos(trace),
                traces.spans(trace),
                traces.errors(trace),
                root,
                services);
    }

    private record Found(List<Fragment> fragments) implements OlderTrace {
        @Override
        public WholeTrace values() {
            Fragment newest = fragments.get(fragments.size() - 1);
            WholeTrace values = MemoryBlocks.values((Block) newest.source(), newest.trace());
            WholeTrace.Root root = values.root();
            if (root == null) {
                return values;
            }
            // A trace row does not have the root's id; the spans do.
            long[] id = {-1};
            spans((rows, row) -> {
                if (rows.parentSpanId(row) == 0
                        && rows.startNanos(row) == root.startNanos()
                        && Long.compareUnsigned(rows.spanId(row), id[0]) < 0) {
                    id[0] = rows.spanId(row);
                }
            });
            WholeTrace.Root withId = new WholeTrace.Root(
                    id[0],
                    root.startNanos(),
                    root.endNanos(),
                    root.kind(),
                    root.statusCode(),
                    root.name(),
                    root.service());
            return new WholeTrace(
                    values.startNanos(), values.endNanos(), values.spans(), values.errors(), withId, values.services());
        }

        @Override
        public long firstBucket() {
            return ((Block) fragments.get(0).source()).bucket();
        }

        @Override
        public FragmentPlace newest() {
            Fragment newest = fragments.get(fragments.size() - 1);
            return new FragmentPlace(newest.source(), newest.trace());
        }

        @Override
        public long[] spanIds() {
            List<Long> ids = new ArrayList<>();
            spans((rows, row) -> ids.add(rows.spanId(row)));
            return ids.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public int rank() {
            Fragment newest = fragments.get(fragments.size() - 1);
            return TraceFlag.rank(((Block) newest.source()).traces().flags(newest.trace()));
        }

        @Override
        public void spansWithIds(long[] sortedSpanIds, SpanVisitor visitor) {
            spans((rows, row) -> {
                if (Arrays.binarySearch(sortedSpanIds, rows.spanId(row)) >= 0) {
                    visitor.visit(rows, row);
                }
            });
        }

        private void spans(SpanVisitor visitor) {
            for (Fragment fragment : fragments) {
                Block block = (Block) fragment.source();
                for (int row = block.rowStart(fragment.trace());
                        row < block.traces().rowEnd(fragment.trace());
                        row++) {
                    visitor.visit((SpanRows) block.rows(), row);
                }
            }
        }
    }
}
