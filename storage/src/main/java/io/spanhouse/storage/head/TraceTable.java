package io.spanhouse.storage.head;

import com.carrotsearch.hppc.IntHashSet;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.RootOrder;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The traces of a generation, numbered from 0 in the order of their first rows. Of each: project and id, the chain of its
 * rows in the order of arrival, and values that are kept up as rows come.
 *
 * <p>One thread writes. A reader says how many rows he may see. Values that are kept up may be ahead of him: they name
 * the last row they count, which is written before them and read after them, so a reader who finds it among his own has
 * values of exactly his rows, and one who does not adds his rows up himself. That costs him the trace's rows, for traces
 * that grew since his snapshot only.
 *
 * <p>About 90 bytes a trace.
 */
public final class TraceTable {
    /** What {@link #find} answers if there is no such trace, and {@link #nextRow} after the last row. */
    public static final int NONE = -1;

    /** Traces of a stretch, of which is known when they start at most and where their rows end. */
    public static final int STRETCH = 1 << 12;

    private static final int STRETCH_BITS = 12;
    private static final int STATUS_ERROR = 2;
    private static final long START_UNKNOWN = -1;

    private final HeadRows rows;
    private final IntPages resourceServices;
    private final ServiceSets serviceSets;
    private final OlderParts olderParts;
    private final HashSlots slots = new HashSlots();

    private final LongPages idHigh = new LongPages(HeadRows.ROWS_MAX);
    private final LongPages idLow = new LongPages(HeadRows.ROWS_MAX);
    private final IntPages project = new IntPages(HeadRows.ROWS_MAX);
    private final IntPages firstRow = new IntPages(HeadRows.ROWS_MAX);
    private final IntPages olderPart = new IntPages(HeadRows.ROWS_MAX);
    /** The row from which on all spans of the trace are here and its older fragments are dead. */
    private final IntPages rebornRow = new IntPages(HeadRows.ROWS_MAX);

    /** Reborn traces in their order, then {@link #NONE}. */
    private int[] reborn = {NONE};

    private int rebornCount;

    /** From here on what is kept up; {@link #lastRow} guards the rest. */
    private final IntPages lastRow = new IntPages(HeadRows.ROWS_MAX);

    private final LongPages startNanos = new LongPages(HeadRows.ROWS_MAX);
    private final LongPages endNanos = new LongPages(HeadRows.ROWS_MAX);
    private final IntPages count = new IntPages(HeadRows.ROWS_MAX);
    private final IntPages errors = new IntPages(HeadRows.ROWS_MAX);
    private final IntPages rootRow = new IntPages(HeadRows.ROWS_MAX);
    private final IntPages services = new IntPages(HeadRows.ROWS_MAX);
    /** Longest duration of a row, dead ones counted too: it never shrinks, so nothing need guard it. */
    private final LongPages durationMax = new LongPages(HeadRows.ROWS_MAX);
    /** By stretch of {@value #STRETCH} traces: a start that none of them starts after, unsigned; and their last row. */
    private final LongPages stretchStarts = new LongPages(HeadRows.ROWS_MAX / STRETCH);

    private final IntPages stretchRows = new IntPages(HeadRows.ROWS_MAX / STRETCH);
    /** By stretch: how many of its traces had older fragments when they were added. */
    private final IntPages stretchOlder = new IntPages(HeadRows.ROWS_MAX / STRETCH);

    TraceTable(HeadRows rows, IntPages resourceServices, ServiceSets serviceSets, OlderParts olderParts) {
        this.rows = rows;
        this.resourceServices = resourceServices;
        this.serviceSets = serviceSets;
        this.olderParts = olderParts;
    }

    /** Number of traces, of the first {@code traceCount}, that have one of the first {@code rowCount} rows. */
    int countWithin(int rowCount, int traceCount) {
        int low = 0;
        int high = traceCount;
        while (low < high) {
            int middle = low + high >>> 1;
            if (firstRow.get(middle) < rowCount) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The number of a trace if it is one of the first {@code traceCount}, else {@link #NONE}. */
    public int find(int projectNumber, long high, long low, int traceCount) {
        return find(hash(projectNumber, high, low), projectNumber, high, low, traceCount);
    }

    static long hash(int projectNumber, long high, long low) {
        return ByteHash.hash(high ^ (long) projectNumber << 32, low);
    }

    int find(long hash, int projectNumber, long high, long low, int traceCount) {
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        for (long content = searched[slot]; content != 0; content = searched[slot]) {
            int trace = HashSlots.code(content);
            if (HashSlots.tagged(content, hash)
                    && trace < traceCount
                    && idLow.get(trace) == low
                    && idHigh.get(trace) == high
                    && project.get(trace) == projectNumber) {
                return trace;
            }
            slot = HashSlots.next(searched, slot);
        }
        return NONE;
    }

    /** The first 8 bytes of a trace's id. */
    public long idHigh(int trace) {
        return idHigh.get(trace);
    }

    /** The last 8 bytes of a trace's id. */
    public long idLow(int trace) {
        return idLow.get(trace);
    }

    /** A trace's project. */
    public int project(int trace) {
        return project.get(trace);
    }

    /** The first row of a trace, dead or alive; traces that were added later have only later rows. */
    public int chainStart(int trace) {
        return firstRow.get(trace);
    }

    /** The first row of a trace to arrive, of {@code rowCount} and of those that no other replaces. */
    public int firstRow(int trace, int rowCount) {
        return alive(firstRow.get(trace), rowCount);
    }

    /** The row that arrived after this one, alive, of the same trace; {@link #NONE} after the last of {@code rowCount}. */
    public int nextRow(int row, int rowCount) {
        return alive(rows.next.get(row), rowCount);
    }

    private int alive(int from, int rowCount) {
        int row = from;
        while (row != NONE && row < rowCount && rows.dead.isDead(row, rowCount)) {
            row = rows.next.get(row);
        }
        return row < rowCount ? row : NONE;
    }

    /** Whether a trace has older fragments that are not dead, in older generations or in blocks. */
    public boolean continues(int trace, int rowCount) {
        return olderPart.get(trace) != OlderParts.NONE && !isReborn(trace, rowCount);
    }

    /** Whether all spans of a trace are here and its older fragments are dead. */
    public boolean isReborn(int trace, int rowCount) {
        return rebornRow.get(trace) < rowCount;
    }

    /** Shows the traces that are reborn for who sees the first {@code rowCount} rows. */
    public void reborn(int rowCount, IntConsumer visitor) {
        int[] traces = reborn;
        for (int i = 0; traces[i] != NONE && isReborn(traces[i], rowCount); i++) {
            visitor.accept(traces[i]);
        }
    }

    /**
     * Whether {@link #errors} and {@link #serviceSet}, read before, may be ahead of who sees {@code rowCount} rows: then they
     * say nothing to him. Who asks for several traces asks after he read the values of all.
     */
    public boolean isAhead(int trace, int rowCount) {
        return lastRow.get(trace) >= rowCount;
    }

    /** Number of a trace's rows with status ERROR, unless it {@link #isAhead is ahead}. */
    public int errors(int trace) {
        return errors.get(trace);
    }

    /** The set of services of a trace's rows, unless it {@link #isAhead is ahead}; see {@link #serviceSets}. */
    public int serviceSet(int trace) {
        return services.get(trace);
    }

    /** The sets that traces name. */
    public ServiceSets serviceSets() {
        return serviceSets;
    }

    /** A duration that no row of a trace is longer than, whatever rows are seen; at least 0. */
    public long durationMax(int trace) {
        return durationMax.get(trace);
    }

    /** Whether a trace of a stretch may {@link #continues continue} older fragments. */
    public boolean anyContinues(int stretch) {
        return stretchOlder.get(stretch) > 0;
    }

    /** An unsigned start that none of a stretch of traces starts after, whatever rows are seen. */
    public long latestStart(int stretch) {
        return stretchStarts.get(stretch);
    }

    /** The last of {@code rowCount} rows that a stretch of traces has. */
    public int lastRow(int stretch, int rowCount) {
        return Math.min(stretchRows.get(stretch), rowCount - 1);
    }

    /** Fills in the values of a whole trace as they were when the generation had {@code rowCount} rows. */
    public void read(int trace, int rowCount, TraceValues into) {
        into.clear();
        into.startNanos = startNanos.get(trace);
        into.endNanos = endNanos.get(trace);
        into.rows = count.get(trace);
        into.errors = errors.get(trace);
        int root = rootRow.get(trace);
        int set = services.get(trace);
        VarHandle.loadLoadFence();
        if (lastRow.get(trace) < rowCount) {
            for (int rest = set; rest != ServiceSets.EMPTY; rest = serviceSets.parent(rest)) {
                into.services.add(serviceSets.service(rest));
            }
        } else {
            root = addUp(trace, rowCount, into);
        }
        into.spans = into.rows;
        if (root != NONE) {
            setRoot(root, into);
        }
        int part = olderPart.get(trace);
        if (part == OlderParts.NONE) {
            return;
        }
        into.rank = olderParts.get(part).rank + 1;
        into.reborn = isReborn(trace, rowCount);
        if (into.reborn) {
            into.continues = true;
        } else {
            merge(olderParts.get(part), into);
        }
    }

    private int addUp(int trace, int rowCount, TraceValues into) {
        into.clear();
        int root = NONE;
        IntHashSet met = new IntHashSet();
        for (int row = firstRow(trace, rowCount); row != NONE; row = nextRow(row, rowCount)) {
            into.rows++;
            into.startNanos = earlier(into.startNanos, rows.startNanos.get(row));
            into.endNanos = later(into.endNanos, rows.endNanos.get(row));
            if (rows.forms.statusCode(rows.form.get(row)) == STATUS_ERROR) {
                into.errors++;
            }
            root = betterRoot(root, row);
            int service = resourceServices.get(rows.resource.get(row));
            if (met.add(service)) {
                into.services.add(service);
            }
        }
        return root;
    }

    private void setRoot(int row, TraceValues into) {
        int form = rows.form.get(row);
        into.hasRoot = true;
        into.rootSpanId = rows.spanId.get(row);
        into.rootStartNanos = rows.startNanos.get(row);
        into.rootEndNanos = rows.endNanos.get(row);
        into.rootKind = rows.forms.kind(form);
        into.rootStatus = rows.forms.statusCode(form);
        into.rootName = rows.name.get(row);
        into.rootService = resourceServices.get(rows.resource.get(row));
    }

    private static void merge(OlderParts.Part part, TraceValues into) {
        WholeTrace older = part.values;
        into.continues = true;
        into.firstBucket = part.firstBucket();
        into.startNanos = earlier(into.startNanos, older.startNanos());
        into.endNanos = later(into.endNanos, older.endNanos());
        into.spans += older.spans();
        into.errors += older.errors();
        WholeTrace.Root root = older.root();
        if (root != null
                && !(into.hasRoot
                        && RootOrder.precedes(
                                into.rootStartNanos, into.rootSpanId, root.startNanos(), root.spanId()))) {
            into.hasRoot = true;
            into.rootSpanId = root.spanId();
            into.rootStartNanos = root.startNanos();
            into.rootEndNanos = root.endNanos();
            into.rootKind = root.kind();
            into.rootStatus = root.statusCode();
            into.rootName = part.rootName;
            into.rootService = part.rootService;
        }
        for (int service : part.services) {
            if (!into.services.contains(service)) {
                into.services.add(service);
            }
        }
    }

    private int betterRoot(int root, int row) {
        if (rows.parentSpanId.get(row) != 0) {
            return root;
        }
        return root == NONE
                        || RootOrder.precedes(
                                rows.startNanos.get(row),
                                rows.spanId.get(row),
                                rows.startNanos.get(root),
                                rows.spanId.get(root))
                ? row
                : root;
    }

    private static long earlier(long start, long other) {
        // 0, which is "not given", minus 1 is the greatest unsigned number.
        return Long.compareUnsigned(start - 1, other - 1) <= 0 ? start : other;
    }

    private static long later(long end, long other) {
        return Long.compareUnsigned(end, other) >= 0 ? end : other;
    }

    // What the writing thread alone calls.

    int size() {
        return idHigh.size();
    }

    /** Number of a trace's rows, once dead ones are {@link #countAgain not counted}. */
    int rowsOf(int trace) {
        return count.get(trace);
    }

    /** What a trace has in older fragments that are alive. */
    OlderParts.@Nullable Part older(int trace) {
        return continues(trace, Integer.MAX_VALUE) ? olderParts.get(olderPart.get(trace)) : null;
    }

    /** Everything of a trace is here from a row on. */
    void beReborn(int trace, int row) {
        rebornRow.set(trace, row);
        if (rebornCount + 1 == reborn.length) {
            int[] more = Arrays.copyOf(reborn, 2 * reborn.length);
            Arrays.fill(more, reborn.length, more.length, NONE);
            reborn = more;
        }
        reborn[rebornCount++] = trace;
    }

    /** Works out the values of a trace of which rows died. Their last row is as it was. */
    void countAgain(int trace) {
        TraceValues values = new TraceValues();
        int root = addUp(trace, Integer.MAX_VALUE, values);
        startNanos.set(trace, values.startNanos);
        endNanos.set(trace, values.endNanos);
        count.set(trace, values.rows);
        errors.set(trace, (int) values.errors);
        rootRow.set(trace, root);
        int set = ServiceSets.EMPTY;
        for (int i = 0; i < values.services.size(); i++) {
            set = serviceSets.with(trace, set, values.services.get(i));
        }
        services.set(trace, set);
    }

    /** Adds a trace whose first row is added next; {@code part} is the number of what it had before. */
    int add(long hash, int projectNumber, long high, long low, int part) {
        int trace = idHigh.size();
        idHigh.add(high);
        idLow.add(low);
        project.add(projectNumber);
        olderPart.add(part);
        rebornRow.add(Integer.MAX_VALUE);
        int row = rows.trace.size();
        firstRow.add(row);
        lastRow.add(NONE);
        startNanos.add(0);
        endNanos.add(0);
        count.add(0);
        errors.add(0);
        rootRow.add(NONE);
        services.add(ServiceSets.EMPTY);
        durationMax.add(0);
        if ((trace & STRETCH - 1) == 0) {
            stretchStarts.add(0);
            stretchRows.add(row);
            stretchOlder.add(0);
        }
        if (part != OlderParts.NONE) {
            stretchOlder.set(trace >>> STRETCH_BITS, stretchOlder.get(trace >>> STRETCH_BITS) + 1);
        }
        slots.add(hash, trace);
        return trace;
    }

    /** Counts a row whose columns are written. */
    void addRow(int trace, int row) {
        int previous = lastRow.get(trace);
        lastRow.set(trace, row);
        VarHandle.storeStoreFence();
        if (previous != NONE) {
            rows.next.set(previous, row);
        }
        long start = rows.startNanos.get(row);
        long end = rows.endNanos.get(row);
        noteStretch(trace, row, start, previous == NONE);
        startNanos.set(trace, earlier(startNanos.get(trace), start));
        endNanos.set(trace, later(endNanos.get(trace), end));
        if (end - start > durationMax.get(trace)) {
            durationMax.set(trace, end - start);
        }
        count.set(trace, count.get(trace) + 1);
        if (rows.forms.statusCode(rows.form.get(row)) == STATUS_ERROR) {
            errors.set(trace, errors.get(trace) + 1);
        }
        rootRow.set(trace, betterRoot(rootRow.get(trace), row));
        int service = resourceServices.get(rows.resource.get(row));
        services.set(trace, serviceSets.with(trace, services.get(trace), service));
    }

    /** A trace starts when its first row does or earlier; where that row died, one that took its place counts. */
    private void noteStretch(int trace, int row, long start, boolean first) {
        int stretch = trace >>> STRETCH_BITS;
        stretchRows.set(stretch, row);
        if (first || rows.dead.any()) {
            long bound = start == 0 ? START_UNKNOWN : start;
            if (Long.compareUnsigned(bound, stretchStarts.get(stretch)) > 0) {
                stretchStarts.set(stretch, bound);
            }
        }
    }

    long bytes() {
        return 5 * idHigh.bytes() + 9 * project.bytes() + 4L * reborn.length + slots.bytes();
    }
}
