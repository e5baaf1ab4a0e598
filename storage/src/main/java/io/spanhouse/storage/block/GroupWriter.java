package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.index.ValueFilter;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanRows;
import java.util.List;

/**
 * Writes one row group after the other: fragments are added until the group is full, then all its chunks go out. Holds one
 * row group's columns, some 10 MiB. Not thread-safe.
 */
final class GroupWriter {
    /** Rows of a row group, unless one fragment has more. */
    static final int ROWS_MAX = 32_768;
    /** A row group ends when it has so many events, links or attributes, so that no chunk grows without bound. */
    static final int ITEMS_MAX = 1 << 22;

    /** A row group ends when it has so many bytes in values with chunks of their own: to scan them takes long enough. */
    static final long LARGE_BYTES_MAX = 16 << 20;

    private static final int STATUS_ERROR = 2;

    private final BlockInput input;
    private final SpanRows rows;
    private final SealCodes codes;
    private final ColumnRegistry registry;
    private final List<DictionaryInfo> dictionaries;
    private final ChunkOutput output;
    private final Encoders encoders;
    private final GroupHeader header = new GroupHeader();
    private final ColumnPlacer placer;
    private final FieldEncoder fields;
    private final AttributeEncoder attributes;
    private final TraceColumnWriter traceColumns;
    private final SpanColumnWriter spanColumns;
    private final EventColumnWriter eventColumns;
    private final LevelPivot[] pivots;
    private final IntColumn events = new IntColumn(64);
    private final LongColumn eventSpanStarts = new LongColumn(64);
    private final IntColumn links = new IntColumn(64);
    private final OperationTable operations = new OperationTable();
    private final BoundsCollector bounds = new BoundsCollector();
    private final ValueFilter filter = new ValueFilter();
    private final FrameWriter frames;
    private long largeBytes;
    private int firstTrace;
    private int firstPosition;
    private int nextTrace;
    private int nextPosition;

    GroupWriter(
            BlockInput input,
            SealCodes codes,
            ColumnRegistry registry,
            DictionaryWriter dictionaries,
            Outputs outputs) {
        this.input = input;
        this.rows = input.rows();
        this.codes = codes;
        this.registry = registry;
        this.dictionaries = dictionaries.infos();
        this.output = outputs.output();
        this.encoders = outputs.encoders();
        this.placer = new ColumnPlacer(output, encoders, header);
        this.fields = new FieldEncoder(encoders, placer);
        this.attributes = new AttributeEncoder(encoders, codes.pairs());
        this.traceColumns = new TraceColumnWriter(input, codes, fields);
        this.spanColumns = new SpanColumnWriter(input, codes, fields);
        this.eventColumns = new EventColumnWriter(rows, codes, fields);
        this.frames = new FrameWriter(rows);
        this.pivots = new LevelPivot[] {
            new LevelPivot(Level.SPAN, codes.pairs(), registry),
            new LevelPivot(Level.EVENT, codes.pairs(), registry),
            new LevelPivot(Level.LINK, codes.pairs(), registry)
        };
    }

    /** Where chunks go and what encodes them. */
    record Outputs(ChunkOutput output, Encoders encoders) {}

    /** Starts a row group with the fragment after the last. */
    void start() {
        firstTrace = nextTrace;
        firstPosition = nextPosition;
        largeBytes = 0;
        header.clear();
        attributes.clear();
        operations.clear();
        bounds.clear();
        events.truncate(0);
        eventSpanStarts.truncate(0);
        links.truncate(0);
        frames.clear();
        for (LevelPivot pivot : pivots) {
            pivot.clear();
        }
    }

    /** Rows added so far. */
    int rows() {
        return nextPosition - firstPosition;
    }

    /** Whether the group must end although it may have few rows. */
    boolean heavy() {
        return largeBytes >= LARGE_BYTES_MAX
                || events.size() >= ITEMS_MAX
                || links.size() >= ITEMS_MAX
                || pivots[0].attributes() >= ITEMS_MAX
                || pivots[1].attributes() >= ITEMS_MAX
                || pivots[2].attributes() >= ITEMS_MAX;
    }

    /** Adds the next fragment. */
    void addTrace() {
        int end = input.traces().rowEnd(nextTrace);
        for (; nextPosition < end; nextPosition++) {
            addRow(input.order()[nextPosition]);
        }
        TraceRows traces = input.traces();
        bounds.trace(
                traces.startNanos(nextTrace),
                traces.endNanos(nextTrace) - traces.startNanos(nextTrace),
                traces.spans(nextTrace),
                traces.errors(nextTrace),
                TraceFlag.CONTINUES.in(traces.flags(nextTrace)));
        nextTrace++;
    }

    private void addRow(int row) {
        LevelPivot pivot = pivots[0];
        pivot.begin();
        int attributeEnd = rows.attributeEnd(row);
        for (int i = rows.attributeStart(row); i < attributeEnd; i++) {
            pivot.add(rows.attribute(i));
        }
        pivot.end();
        long start = rows.startNanos(row);
        int eventEnd = rows.eventEnd(row);
        for (int event = rows.eventStart(row); event < eventEnd; event++) {
            addEvent(event, start);
        }
        frames.add(row, nextPosition - firstPosition);
        int linkEnd = rows.linkEnd(row);
        for (int link = rows.linkStart(row); link < linkEnd; link++) {
            addLink(link);
        }
        if (codes.pairs().hasLarge()) {
            addLarge(row);
        }
        long duration = rows.endNanos(row) - start;
        bounds.row(start, duration, rows.tick(row));
        operations.add(
                codes.serviceOf(rows.resource(row)),
                codes.names().code(rows.name(row)),
                rows.kind(row),
                rows.statusCode(row) == STATUS_ERROR,
                start,
                duration);
    }

    private void addLarge(int row) {
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            largeBytes += codes.pairs().largeBytes(rows.attribute(i));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                largeBytes += codes.pairs().largeBytes(rows.eventAttribute(i));
            }
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                largeBytes += codes.pairs().largeBytes(rows.linkAttribute(i));
            }
        }
    }

    private void addEvent(int event, long spanStart) {
        events.add(event);
        eventSpanStarts.add(spanStart);
        pivots[1].begin();
        int end = rows.eventAttributeEnd(event);
        for (int i = rows.eventAttributeStart(event); i < end; i++) {
            pivots[1].add(rows.eventAttribute(i));
        }
        pivots[1].end();
    }

    private void addLink(int link) {
        links.add(link);
        pivots[2].begin();
        int end = rows.linkAttributeEnd(link);
        for (int i = rows.linkAttributeStart(link); i < end; i++) {
            pivots[2].add(rows.linkAttribute(i));
        }
        pivots[2].end();
    }

    /** Writes the row group and gives its bounds. */
    long[] finish(int group, boolean late) {
        placer.start(group);
        header.rows = rows();
        header.fragments = nextTrace - firstTrace;
        header.events = events.size();
        header.links = links.size();
        traceColumns.write(firstTrace, nextTrace, header);
        writeIds(group);
        spanColumns.write(firstPosition, nextPosition, firstTrace, pivots[0]);
        eventColumns.writeEvents(events, eventSpanStarts, pivots[1]);
        eventColumns.writeLinks(links, pivots[2]);
        attributes.write(pivots, registry.columns(), dictionaries, placer);
        placer.finish();
        writeOperations(group);
        writeFilter(group, attributes.filterHashes());
        LargeValueWriter.write(group, rows.pairs(), attributes.largePairs(), output, encoders);
        header.largeValues = attributes.largePairs().size();
        frames.write(group, output);
        ShapeTranslation.translate(pivots, header);
        header.write(encoders.numbers, output.begin());
        output.end(ChunkKind.GROUP, group, 0);
        return finishBounds(late);
    }

    private void writeIds(int group) {
        int[] order = input.order();
        TraceRows traces = input.traces();
        for (int slice = 0; slice < IdColumn.slices(header.fragments); slice++) {
            ByteWriter out = output.begin();
            int from = firstTrace + slice * IdColumn.SLICE;
            for (int trace = from; trace < Math.min(from + IdColumn.SLICE, nextTrace); trace++) {
                out.u64(traces.idHigh(trace));
                out.u64(traces.idLow(trace));
            }
            output.end(ChunkKind.IDS, group, IdColumn.TRACE_ID.column(slice));
        }
        for (int slice = 0; slice < IdColumn.slices(header.rows); slice++) {
            ByteWriter out = output.begin();
            int from = firstPosition + slice * IdColumn.SLICE;
            for (int i = from; i < Math.min(from + IdColumn.SLICE, nextPosition); i++) {
                out.u64(rows.spanId(order[i]));
            }
            output.end(ChunkKind.IDS, group, IdColumn.SPAN_ID.column(slice));
        }
    }

    private void writeOperations(int group) {
        header.operations = operations.complete();
        if (header.operations) {
            operations.write(encoders.numbers, output.begin());
            output.end(ChunkKind.OPERATIONS, group, 0);
        }
    }

    private void writeFilter(int group, LongColumn hashes) {
        filter.fill(hashes.array(), hashes.size());
        header.filterPages = filter.pages();
        for (int page = 0; page < filter.pages(); page++) {
            output.begin().bytes(filter.bits(), page * ValueFilter.PAGE_BYTES, ValueFilter.PAGE_BYTES);
            output.end(ChunkKind.FILTER, group, page);
        }
    }

    private long[] finishBounds(boolean late) {
        bounds.set(Bound.ROWS, header.rows);
        bounds.set(Bound.FRAGMENTS, header.fragments);
        bounds.set(Bound.EVENTS, header.events);
        bounds.set(Bound.LINKS, header.links);
        bounds.set(Bound.LATE, late ? 1 : 0);
        bounds.set(Bound.GENERATION_FIRST, input.generationFirst());
        bounds.set(Bound.GENERATION_LAST, input.generationLast());
        bounds.set(Bound.FILTER_PAGES, header.filterPages);
        bounds.set(Bound.LARGE_BYTES, largeBytes);
        bounds.set(Bound.FRAME_PAGES, frames.pages() + 1);
        return bounds.bounds();
    }
}
