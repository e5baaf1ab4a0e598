package io.spanhouse.storage.head;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the head: spans of several projects and lanes, in the order of arrival, with the table of their traces. It
 * fills up, takes late spans of its traces for a while, and becomes one block a project.
 *
 * <p>{@link Head}'s thread writes; any thread reads what a {@link HeadSnapshot} counts. About 200 bytes a span of ten
 * attributes, and 0.6 MiB for the directories of pages however few spans there are. Nothing is closed: it is garbage when
 * the last snapshot that has it is.
 */
public final class Generation implements SpanRows, FragmentSource {
    private final long number;
    private final long firstTick;
    private final ByteArena arena = new ByteArena();
    private final HeadStrings strings = new HeadStrings(arena);
    private final HeadPairs pairs = new HeadPairs(arena);
    private final HeadResources resources = new HeadResources();
    private final HeadScopes scopes = new HeadScopes();
    private final IntPages resourceServices = new IntPages(HeadResources.SIZE_MAX);
    private final HeadRows rows = new HeadRows();
    private final ServiceSets serviceSets = new ServiceSets(HeadRows.ROWS_MAX);
    private final OlderParts olderParts = new OlderParts();
    private final TraceTable traces = new TraceTable(rows, resourceServices, serviceSets, olderParts);
    private final Receipts receipts = new Receipts();
    private final GenerationWriter writer;
    private final Repeats repeats;
    private final HeadSummaries summaries = new HeadSummaries(this, strings, pairs);
    private final GenerationLimits limits = new GenerationLimits(this);
    private final ByteSlice slice = new ByteSlice();
    private final SealOrder sealOrder = new SealOrder(this);
    private volatile int publishedRows;
    private volatile int publishedStrings;
    private volatile int publishedPairs;
    private volatile int publishedResources;
    private volatile long publishedBytes;
    private volatile @Nullable JournalRange journal;

    Generation(long number, long firstTick) {
        this.number = number;
        this.firstTick = firstTick;
        writer = new GenerationWriter(this);
        repeats = new Repeats(this);
    }

    /** Number of the generation; they grow through the life of a partition. */
    public long number() {
        return number;
    }

    /** Its traces. */
    public TraceTable traces() {
        return traces;
    }

    /** In which rows values may be found. */
    public HeadSummaries summaries() {
        return summaries;
    }

    /** Number of resources that published rows may have. */
    public int publishedResources() {
        return publishedResources;
    }

    int publishedStrings() {
        return publishedStrings;
    }

    int publishedPairs() {
        return publishedPairs;
    }

    /** Bytes that its spans take, as of the last publication. */
    public long retainedBytes() {
        return publishedBytes;
    }

    /** The project of a row. */
    public int project(int row) {
        return traces.project(rows.trace.get(row));
    }

    /** The number of a row's trace. */
    public int trace(int row) {
        return rows.trace.get(row);
    }

    /** Whether another row took a row's place, for who sees the first {@code rowCount} rows. */
    public boolean isReplaced(int row, int rowCount) {
        return rows.dead.isDead(row, rowCount);
    }

    /** The code of a resource's service; see {@link Services}. */
    public int service(int resource) {
        return resourceServices.get(resource);
    }

    /** How many of the first {@code rowCount} rows were taken at a tick or before: they are the first ones. */
    public int rowsAsOf(long tick, int rowCount) {
        int low = 0;
        int high = rowCount;
        while (low < high) {
            int middle = low + high >>> 1;
            if (tick(middle) <= tick) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The projects that have rows, ascending; of a closed generation. */
    public int[] projects() {
        return receipts.projects();
    }

    /** The lane of a project that has rows; of a closed generation. */
    public int lane(int project) {
        return receipts.lane(project);
    }

    /** When the rows of a lane were received; of a closed generation, and a lane of one of its projects. */
    public LaneReceipt receipt(int lane) {
        return receipts.of(lane);
    }

    /** The journal's records that it comes from; of a closed generation. */
    public JournalRange journal() {
        JournalRange range = journal;
        if (range == null) {
            throw new IllegalStateException("generation " + number + " is not closed yet");
        }
        return range;
    }

    /**
     * The rows of a project in the order of a block; of a closed generation. Takes 8 bytes a span and 100 a trace beside the generation. Not to be called
     * by two threads at once.
     */
    public BlockInput sealInput(int project) {
        return sealOrder.input(project);
    }

    /** Where a trace came in the block of its project; after {@link #sealInput} of that project. */
    public int fragment(int trace) {
        return sealOrder.fragment(trace);
    }

    @Override
    public String toString() {
        return "generation " + number;
    }

    // What the head's thread alone calls.

    HeadStrings stringTable() {
        return strings;
    }

    HeadPairs pairTable() {
        return pairs;
    }

    HeadResources resourceTable() {
        return resources;
    }

    HeadScopes scopeTable() {
        return scopes;
    }

    HeadRows rows() {
        return rows;
    }

    OlderParts olderParts() {
        return olderParts;
    }

    Receipts receipts() {
        return receipts;
    }

    GenerationWriter writer() {
        return writer;
    }

    Repeats repeats() {
        return repeats;
    }

    long firstTick() {
        return firstTick;
    }

    int rowsNow() {
        return rows.trace.size();
    }

    /** Whether a batch certainly stays below all limits of tables and streams. */
    boolean fits(SpanBatch batch, long tick) {
        return tick >= firstTick
                && tick - firstTick <= Integer.MAX_VALUE
                && arena.fits(2 * batch.retainedBytes())
                && limits.fit(batch);
    }

    /** Notes the service of the resource that was added last. */
    void resourceAdded(int resource) {
        Services.of(this, resource, slice);
        resourceServices.add(strings.intern(slice.array, slice.offset, slice.length));
    }

    void publish() {
        publishedBytes = bytes();
        publishedStrings = strings.size();
        publishedPairs = pairs.size();
        publishedResources = resources.size();
        publishedRows = rows.trace.size();
    }

    void closed(JournalRange range) {
        journal = range;
    }

    /** Bytes now, unpublished rows included. */
    long bytes() {
        return arena.bytes()
                + strings.bytes()
                + pairs.bytes()
                + resources.bytes()
                + scopes.bytes()
                + resourceServices.bytes()
                + rows.bytes()
                + serviceSets.bytes()
                + olderParts.bytes()
                + traces.bytes()
                + repeats.bytes()
                + summaries.bytes();
    }

    // The rows.

    @Override
    public int rowCount() {
        return publishedRows;
    }

    @Override
    public long traceIdHigh(int row) {
        return traces.idHigh(rows.trace.get(row));
    }

    @Override
    public long traceIdLow(int row) {
        return traces.idLow(rows.trace.get(row));
    }

    @Override
    public long spanId(int row) {
        return rows.spanId.get(row);
    }

    @Override
    public long parentSpanId(int row) {
        return rows.parentSpanId.get(row);
    }

    @Override
    public long startNanos(int row) {
        return rows.startNanos.get(row);
    }

    @Override
    public long endNanos(int row) {
        return rows.endNanos.get(row);
    }

    @Override
    public int name(int row) {
        return rows.name.get(row);
    }

    @Override
    public int kind(int row) {
        return rows.forms.kind(rows.form.get(row));
    }

    @Override
    public int statusCode(int row) {
        return rows.forms.statusCode(rows.form.get(row));
    }

    @Override
    public int statusMessage(int row) {
        return rows.forms.statusMessage(rows.form.get(row));
    }

    @Override
    public int traceState(int row) {
        return rows.forms.traceState(rows.form.get(row));
    }

    @Override
    public int flags(int row) {
        return rows.forms.flags(rows.form.get(row));
    }

    @Override
    public int droppedAttributes(int row) {
        return rows.forms.droppedAttributes(rows.form.get(row));
    }

    @Override
    public int droppedEvents(int row) {
        return rows.forms.droppedEvents(rows.form.get(row));
    }

    @Override
    public int droppedLinks(int row) {
        return rows.forms.droppedLinks(rows.form.get(row));
    }

    @Override
    public int marks(int row) {
        return rows.forms.marks(rows.form.get(row));
    }

    @Override
    public int resource(int row) {
        return rows.resource.get(row);
    }

    @Override
    public int scope(int row) {
        return rows.scope.get(row);
    }

    @Override
    public long tick(int row) {
        return firstTick + rows.tick.get(row);
    }

    @Override
    public int attributeStart(int row) {
        return HeadRows.start(rows.attributeEnds, row);
    }

    @Override
    public int attributeEnd(int row) {
        return rows.attributeEnds.get(row);
    }

    @Override
    public int attribute(int position) {
        return rows.attributes.get(position);
    }

    @Override
    public int eventStart(int row) {
        return HeadRows.start(rows.eventEnds, row);
    }

    @Override
    public int eventEnd(int row) {
        return rows.eventEnds.get(row);
    }

    @Override
    public long eventTimeNanos(int event) {
        return rows.eventTimeNanos.get(event);
    }

    @Override
    public int eventName(int event) {
        return rows.eventName.get(event);
    }

    @Override
    public int eventDroppedAttributes(int event) {
        return rows.eventDroppedAttributes.get(event);
    }

    @Override
    public int eventAttributeStart(int event) {
        return HeadRows.start(rows.eventAttributeEnds, event);
    }

    @Override
    public int eventAttributeEnd(int event) {
        return rows.eventAttributeEnds.get(event);
    }

    @Override
    public int eventAttribute(int position) {
        return rows.eventAttributes.get(position);
    }

    @Override
    public int linkStart(int row) {
        return HeadRows.start(rows.linkEnds, row);
    }

    @Override
    public int linkEnd(int row) {
        return rows.linkEnds.get(row);
    }

    @Override
    public long linkTraceIdHigh(int link) {
        return rows.linkTraceIdHigh.get(link);
    }

    @Override
    public long linkTraceIdLow(int link) {
        return rows.linkTraceIdLow.get(link);
    }

    @Override
    public long linkSpanId(int link) {
        return rows.linkSpanId.get(link);
    }

    @Override
    public int linkPresence(int link) {
        return rows.linkPresence.get(link);
    }

    @Override
    public int linkTraceState(int link) {
        return rows.linkTraceState.get(link);
    }

    @Override
    public int linkFlags(int link) {
        return rows.linkFlags.get(link);
    }

    @Override
    public int linkDroppedAttributes(int link) {
        return rows.linkDroppedAttributes.get(link);
    }

    @Override
    public int linkAttributeStart(int link) {
        return HeadRows.start(rows.linkAttributeEnds, link);
    }

    @Override
    public int linkAttributeEnd(int link) {
        return rows.linkAttributeEnds.get(link);
    }

    @Override
    public int linkAttribute(int position) {
        return rows.linkAttributes.get(position);
    }

    @Override
    public StringTable strings() {
        return strings;
    }

    @Override
    public PairTable pairs() {
        return pairs;
    }

    @Override
    public ResourceTable resources() {
        return resources;
    }

    @Override
    public ScopeTable scopes() {
        return scopes;
    }
}
