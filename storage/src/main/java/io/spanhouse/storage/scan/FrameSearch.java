package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FrameTables;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.frames.FrameGathering;
import io.spanhouse.storage.frames.FrameNames;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameRequest;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds where the frames of a run are: in blocks by what these say of frames, so that no event is decoded; in the head, and in
 * blocks that do not say it, by the rows. One request; not thread-safe.
 */
final class FrameSearch {
    /** Rows between two looks at the query's reins. */
    private static final int CHECK_ROWS = 1_024;

    private final FrameRequest request;
    private final QueryControl control;
    private final FrameGathering gathering;
    private final Coverage coverage = new Coverage();
    private final PreparedCondition named;
    private final PreparedCondition anyRun;
    private final PreparedCondition exception;
    private int rowsSeen;

    FrameSearch(FrameRequest request, QueryControl control) {
        this.request = request;
        this.control = control;
        this.gathering = new FrameGathering(request);
        this.named = PreparedCondition.of(named(request));
        this.anyRun = PreparedCondition.of(anyOf(request.runIdKeys()));
        this.exception = PreparedCondition.of(new SpanCondition.AnyElement(
                AttributeLevel.EVENT,
                new SpanCondition.Comparison(
                        new Operand.Field(SpanField.EVENT_NAME),
                        Operator.EQUAL,
                        new Literal.Text(FrameNames.EXCEPTION_EVENT))));
    }

    private static SpanCondition anyOf(List<String> keys) {
        return new SpanCondition.Any(keys.stream()
                .map(key -> (SpanCondition) new SpanCondition.Exists(attribute(key)))
                .toList());
    }

    private static Operand attribute(String key) {
        return new Operand.Attribute(AttributeLevel.SPAN, key);
    }

    /** The first key that a span has says it. */
    private static SpanCondition named(FrameRequest request) {
        List<SpanCondition> byRank = new ArrayList<>();
        for (int rank = 0; rank < request.runIdKeys().size(); rank++) {
            byRank.add(new SpanCondition.All(List.of(
                    new SpanCondition.Not(anyOf(request.runIdKeys().subList(0, rank))),
                    new SpanCondition.Comparison(
                            new Operand.AsText(attribute(request.runIdKeys().get(rank))),
                            Operator.EQUAL,
                            new Literal.Text(request.runId())))));
        }
        return new SpanCondition.Any(byRank);
    }

    /** Adds the frames of one trace of the run. */
    void add(ViewHolder partition, TraceId trace) {
        control.check();
        try (View view = partition.acquire();
                OpenGroups groups = new OpenGroups()) {
            List<Fragment> fragments = Fragments.of(view, request.project(), trace, groups, coverage);
            view.noteDamage(request.project(), coverage);
            for (Fragment fragment : fragments) {
                addReadable(fragment, trace);
            }
            if (!fragments.isEmpty()
                    && view.blocks()
                            .expired(
                                    request.project(),
                                    fragments.get(fragments.size() - 1).firstBucket())) {
                coverage.miss(Completeness.Reason.EXPIRED_PART, "an older part of the trace has expired");
            }
            gathering.end();
        }
    }

    private void addReadable(Fragment fragment, TraceId trace) {
        try {
            if (!(fragment instanceof BlockFragment) || !addByTables((BlockFragment) fragment, trace)) {
                fragment.visit((rows, list, count) -> addRows(trace, rows, list, count));
            }
        } catch (StoreException e) {
            coverage.missDamaged("frames of trace " + trace, e);
        }
    }

    private boolean addRows(TraceId trace, SpanRows rows, int[] list, int count) {
        Set<String> services = request.visibility().services();
        ByteSlice service = new ByteSlice();
        for (int i = 0; i < count; i++) {
            if (++rowsSeen % CHECK_ROWS == 0) {
                control.check();
            }
            if (services != null) {
                Services.of(rows, rows.resource(list[i]), service);
            }
            if (services == null || services.contains(service.utf8())) {
                gathering.add(trace, rows, list[i]);
            }
        }
        return true;
    }

    /** False if the block does not say where frames are, or what says it is damaged: the spans do. */
    private boolean addByTables(BlockFragment fragment, TraceId trace) {
        OpenBlock block = fragment.block();
        List<FrameTable> found = new FrameTables(fragment.group()).ifReadable(fragment.rowStart(), fragment.rowEnd());
        if (found == null) {
            return block.reader().bounds().get(Bound.EVENTS, fragment.groupNumber()) == 0;
        }
        ReadScratch scratch = block.scratches().take();
        try (GroupScan scan = new GroupScan(block, fragment.groupNumber(), scratch, new BlockMemo())) {
            RowSet seen = seen(fragment, scan);
            RowSet ofRun = scan.rows(named).and(seen);
            RowSet free = seen.and(scan.rows(anyRun).not());
            RowSet withExceptions = ofRun.and(scan.rows(exception));
            for (FrameTable table : found) {
                RowSet withFrames = withFrames(table, scan.group().rows());
                withExceptions = withExceptions.and(withFrames.not());
                addOfRun(trace, table, ofRun, free, scan.group());
            }
            for (int row = withExceptions.next(0);
                    row < withExceptions.size() && !gathering.hasAllExceptions();
                    row = withExceptions.next(row + 1)) {
                SpanBatch decoded = DecodedRows.read(scan.group(), row, row + 1);
                gathering.addExceptions(decoded, 0, decoded.eventEnd(0));
            }
        } finally {
            block.scratches().give(scratch);
        }
        return true;
    }

    /** The rows of the fragment that may be seen. */
    private RowSet seen(BlockFragment fragment, GroupScan scan) {
        Set<String> services = request.visibility().services();
        int from = fragment.rowStart();
        int to = fragment.rowEnd();
        int[] resources = new int[to - from];
        if (services != null) {
            scan.group().codes(Field.RESOURCE.number()).codes(from, to, resources, 0);
        }
        long[] words = RowSet.words(scan.group().rows());
        for (int row = from; row < to; row++) {
            if (services == null || services.contains(fragment.block().serviceOfResource(resources[row - from]))) {
                RowSet.set(words, row);
            }
        }
        return RowSet.of(words, scan.group().rows());
    }

    private static RowSet withFrames(FrameTable table, int rows) {
        long[] words = RowSet.words(rows);
        for (int span = 0; span < table.spans(); span++) {
            RowSet.set(words, table.row(span));
        }
        return RowSet.of(words, rows);
    }

    /** Adds the run's spans of a table, and the exceptions that they have before their frames. */
    private void addOfRun(TraceId trace, FrameTable table, RowSet ofRun, RowSet free, GroupReader group) {
        IntColumn spans = new IntColumn(table.spans());
        int piece = 0;
        for (int span = 0; span < table.spans(); span++) {
            int row = table.row(span);
            boolean child = table.has(span, FrameTable.FRAMES_SPAN)
                    && request.ownSpanId() != 0
                    && table.parentSpanId(span) == request.ownSpanId();
            while (table.span(piece) < span) {
                piece++;
            }
            if (ofRun.has(row) || child && free.has(row)) {
                spans.add(span);
                if (table.has(span, FrameTable.EXCEPTION_BEFORE)) {
                    SpanBatch decoded = DecodedRows.read(group, row, row + 1);
                    gathering.addExceptions(decoded, 0, decoded.eventStart(0) + table.event(piece));
                }
            }
        }
        gathering.add(trace, table, spans);
    }

    FramePlaces places() {
        return gathering.places(coverage.completeness());
    }

    /** A number that is another one when spans of a trace came or went. */
    static long stamp(ViewHolder partition, int project, TraceId trace) {
        try (View view = partition.acquire();
                OpenGroups groups = new OpenGroups()) {
            List<Fragment> fragments = Fragments.of(view, project, trace, groups, new Coverage());
            return fragments.isEmpty()
                    ? 0
                    : 31L * fragments.size()
                            + fragments.get(fragments.size() - 1).whole().spans() * 1_000_003L;
        }
    }
}
