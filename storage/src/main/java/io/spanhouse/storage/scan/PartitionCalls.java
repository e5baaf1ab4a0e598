package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.head.TraceValues;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.function.ToIntFunction;

/**
 * The calls in the traces of one partition: its units of work, and how a trace that lies in several places, in the head, or
 * of which not all may be seen is put together from its rows. Shared by the units.
 */
final class PartitionCalls {
    private final View view;
    private final ServiceGraphRequest request;
    private final LiteralTable services;
    private final TablePool tables;
    private final Coverage coverage;
    private final QueryControl control;
    private final Disowned disowned;
    private final DeadFragments dead;

    PartitionCalls(
            View view,
            ServiceGraphRequest request,
            LiteralTable services,
            TablePool tables,
            Coverage coverage,
            QueryControl control) {
        this.view = view;
        this.request = request;
        this.services = services;
        this.tables = tables;
        this.coverage = coverage;
        this.control = control;
        this.disowned = view.disowned(request.project());
        this.dead = view.dead(request.project());
    }

    /** The traces whose newest fragment lies in a row group. */
    UnitWork.Unit ofBlock(OpenBlock block, int group) {
        return new BlockCalls(block, group);
    }

    /** Those traces of a stretch of a generation whose newest fragment lies there. */
    UnitWork.Unit ofHead(HeadSnapshot.Part part, int first, int end) {
        return new HeadCalls(part, first, end);
    }

    private int service(String name) {
        return services.number(new Literal.Text(name));
    }

    /**
     * Adds the calls of a trace by all of its rows that may be seen. Damage is noted and costs that trace alone. Where not
     * all may be seen, the trace starts with what may.
     */
    private void assemble(TraceId id, OpenGroups groups, CallRows into) {
        AssembledCalls trace = new AssembledCalls(request.visibility(), this::service);
        try {
            for (Fragment fragment : Fragments.of(view, request.project(), id, groups, coverage)) {
                fragment.visit((rows, list, count) -> {
                    control.check();
                    trace.add(rows, list, count);
                    control.read(0, count);
                    return true;
                });
            }
        } catch (StoreException e) {
            coverage.missDamaged("trace " + id, e);
            return;
        }
        boolean whole = request.visibility().unrestricted();
        if (trace.spans() > 0 && (whole || request.window().contains(trace.startNanos()))) {
            trace.addTo(into);
        }
    }

    private final class BlockCalls implements UnitWork.Unit {
        private final OpenBlock block;
        private final int group;

        BlockCalls(OpenBlock block, int group) {
            this.block = block;
            this.group = group;
        }

        @Override
        public void run() {
            ReadScratch scratch = block.scratches().take();
            AggregateTable table = tables.take();
            try (GroupScan scan = new GroupScan(block, group, scratch, new BlockMemo());
                    OpenGroups groups = new OpenGroups()) {
                CallRows calls = new CallRows(table);
                find(scan, groups, calls);
                calls.count();
                control.read(0, scan.rows());
            } finally {
                tables.give(table);
                block.scratches().give(scratch);
            }
        }

        private void find(GroupScan scan, OpenGroups groups, CallRows calls) {
            GroupTraces traces = scan.traces();
            RowSet alive = dead.any(block, group) ? dead.alive(block, group, traces) : RowSet.all(scan.rows());
            boolean whole = request.visibility().unrestricted();
            ColumnCalls columns = whole ? new ColumnCalls(scan, PartitionCalls.this::service) : null;
            int firstFragment = block.reader().firstFragment(group);
            for (int fragment = 0; fragment < traces.size(); fragment++) {
                if (!alive.has(traces.rowStart(fragment))
                        || disowned.inBlock(block, firstFragment + fragment, traces, fragment)) {
                    continue;
                }
                if (whole && !request.window().contains(traces.starts()[fragment])) {
                    continue;
                }
                if (columns == null || TraceFlag.CONTINUES.in((int) traces.flags()[fragment])) {
                    TraceId id = new TraceId(traces.ids()[2 * fragment], traces.ids()[2 * fragment + 1]);
                    assemble(id, groups, calls);
                } else {
                    columns.add(fragment, calls);
                }
            }
        }

        @Override
        public String name() {
            return block + " row group " + group;
        }
    }

    private final class HeadCalls implements UnitWork.Unit {
        private final HeadSnapshot.Part part;
        private final int first;
        private final int end;

        HeadCalls(HeadSnapshot.Part part, int first, int end) {
            this.part = part;
            this.first = first;
            this.end = end;
        }

        @Override
        public void run() {
            Generation generation = part.generation();
            TraceTable traces = generation.traces();
            AggregateTable table = tables.take();
            try (OpenGroups groups = new OpenGroups()) {
                CallRows calls = new CallRows(table);
                int read = 0;
                for (int trace = first; trace < end; trace++) {
                    if (traces.project(trace) != request.project()) {
                        continue;
                    }
                    read++;
                    if (!disowned.inHead(generation, trace) && mayMatter(traces, trace)) {
                        assemble(new TraceId(traces.idHigh(trace), traces.idLow(trace)), groups, calls);
                    }
                }
                calls.count();
                if (read > 0) {
                    control.unitRead();
                }
            } finally {
                tables.give(table);
            }
        }

        private boolean mayMatter(TraceTable traces, int trace) {
            if (!request.visibility().unrestricted()) {
                return true;
            }
            TraceValues values = new TraceValues();
            traces.read(trace, part.rowCount(), values);
            return request.window().contains(values.startNanos);
        }

        @Override
        public boolean countsItself() {
            return true;
        }

        @Override
        public String name() {
            return part.generation() + " of the head";
        }
    }

    /** Calls of traces that lie wholly in one row group, by its columns. */
    private static final class ColumnCalls {
        private final GroupScan scan;
        private final GroupTrees trees;
        private final int[] services;
        private final RowSet failed;
        private final long[] durations;

        ColumnCalls(GroupScan scan, ToIntFunction<String> numbers) {
            this.scan = scan;
            this.trees = new GroupTrees(scan.group(), scan.traces(), scan.rowColumns());
            this.services = new int[scan.rows()];
            this.failed = scan.rowColumns().failed();
            this.durations = scan.rowColumns().durations();
            int[] resources = new int[scan.rows()];
            scan.group().codes(Field.RESOURCE.number()).codes(0, resources.length, resources, 0);
            int[] known = new int[scan.block().reader().directory().resources()];
            for (int row = 0; row < resources.length; row++) {
                int resource = resources[row];
                if (known[resource] == 0) {
                    known[resource] = numbers.applyAsInt(scan.block().serviceOfResource(resource));
                }
                services[row] = known[resource];
            }
        }

        void add(int fragment, CallRows into) {
            int from = scan.traces().rowStart(fragment);
            int end = scan.traces().rowEnds()[fragment];
            if (!severalServices(from, end)) {
                return;
            }
            SpanTree tree = trees.tree(fragment);
            for (int row = from; row < end; row++) {
                int parent = tree.parent(row - from);
                if (parent != SpanTree.NONE && services[from + parent] != services[row]) {
                    into.add(services[from + parent], services[row], durations[row], failed.has(row));
                }
            }
        }

        private boolean severalServices(int from, int end) {
            for (int row = from + 1; row < end; row++) {
                if (services[row] != services[from]) {
                    return true;
                }
            }
            return false;
        }
    }
}
