package io.spanhouse.query.trace;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.model.RootOrder;
import io.spanhouse.storage.model.SpanParents;
import java.util.List;

/**
 * One trace as a tree in columns. A span is known by its place in tree order, from 0: every span comes after its parent, its
 * subtree lies together from its place up to {@link #subtreeEnd}, siblings lie by (start, span id).
 *
 * <p>Times are nanoseconds after {@link #startNanos}, the earliest start that was given. No time is moved to fit: what
 * contradicts itself is a {@link Doubt} of the span. A span without a start has no length and lies at its end; one that ends
 * before its start has no length; a time over 292 years after the trace's start is at 292 years.
 *
 * <p>Costs O(n log n) to make, O(n) where spans come by start, and 66 bytes a span; without recursion, so depth is no limit.
 * Immutable once made.
 */
public final class TraceTree {
    /** In place of a parent: there is none. */
    public static final int NONE = SpanParents.NONE;

    private static final int STATUS_ERROR = 2;

    private final int[] order;
    private final int[] parents;
    private final int[] subtreeEnds;
    private final long[] ids;
    private final long[] from;
    private final long[] to;
    private final int[] names;
    private final int[] services;
    private final int[] kinds;
    private final byte[] statuses;
    private final short[] doubts;
    private final List<String> nameTexts;
    private final List<String> serviceTexts;
    private final long startNanos;
    private final int root;

    /** What spans have beside times and ids, an element a span. */
    record Rows(
            int[] names,
            int[] services,
            byte[] statuses,
            byte[] altered,
            List<String> nameTexts,
            List<String> serviceTexts) {}

    TraceTree(SpanParents.Spans spans, Rows rows) {
        SpanParents found = SpanParents.of(spans);
        order = found.order();
        int size = order.length;
        parents = new int[size];
        subtreeEnds = new int[size];
        ids = new long[size];
        from = new long[size];
        to = new long[size];
        names = new int[size];
        services = new int[size];
        kinds = new int[size];
        statuses = new byte[size];
        doubts = new short[size];
        nameTexts = List.copyOf(rows.nameTexts);
        serviceTexts = List.copyOf(rows.serviceTexts);
        startNanos = earliest(spans.starts());
        int[] places = new int[size];
        for (int place = 0; place < size; place++) {
            int span = order[place];
            places[span] = place;
            int parent = found.parents()[span];
            parents[place] = parent == NONE ? NONE : places[parent];
            ids[place] = spans.ids()[span];
            kinds[place] = (int) spans.kinds()[span];
            names[place] = rows.names[span];
            services[place] = rows.services[span];
            statuses[place] = rows.statuses[span];
            setTimes(place, spans.starts()[span], spans.ends()[span]);
            doubt(place, Doubt.ALTERED, rows.altered[span] != 0);
            doubt(place, Doubt.ORPHAN, parent == NONE && spans.parentIds()[span] != 0);
        }
        for (int cut : found.cuts()) {
            doubts[places[cut]] &= (short) ~Doubt.ORPHAN.bit();
            doubt(places[cut], Doubt.CIRCLE, true);
        }
        root = root(spans, places);
        closeSubtrees();
        compareWithParents();
        findShared();
    }

    /** The earliest start that was given; 0 if none was. */
    private static long earliest(long[] starts) {
        // 0, which is "not given", minus 1 is the greatest unsigned number.
        long least = -1;
        for (long start : starts) {
            least = Long.compareUnsigned(start - 1, least) < 0 ? start - 1 : least;
        }
        return least + 1;
    }

    private static int root(SpanParents.Spans spans, int[] places) {
        int root = NONE;
        for (int span = 0; span < places.length; span++) {
            boolean earlier = root == NONE
                    || RootOrder.precedes(
                            spans.starts()[span], spans.ids()[span], spans.starts()[root], spans.ids()[root]);
            root = spans.parentIds()[span] == 0 && earlier ? span : root;
        }
        return root == NONE ? NONE : places[root];
    }

    private void setTimes(int place, long start, long end) {
        boolean negative = end != 0 && start != 0 && Long.compareUnsigned(end, start) < 0;
        from[place] = start == 0 ? offset(end) : offset(start);
        to[place] = Math.max(from[place], offset(end));
        doubt(place, Doubt.WITHOUT_START, start == 0);
        doubt(place, Doubt.WITHOUT_END, end == 0);
        doubt(place, Doubt.ENDS_BEFORE_START, negative);
    }

    private long offset(long nanos) {
        if (Long.compareUnsigned(nanos, startNanos) <= 0) {
            return 0;
        }
        long difference = nanos - startNanos;
        return difference < 0 ? Long.MAX_VALUE : difference;
    }

    private void closeSubtrees() {
        for (int place = 0; place < parents.length; place++) {
            subtreeEnds[place] = place + 1;
        }
        for (int place = parents.length - 1; place >= 0; place--) {
            if (parents[place] != NONE) {
                subtreeEnds[parents[place]] = Math.max(subtreeEnds[parents[place]], subtreeEnds[place]);
            }
        }
    }

    private void compareWithParents() {
        for (int place = 0; place < parents.length; place++) {
            int parent = parents[place];
            if (parent != NONE && timed(place) && timed(parent)) {
                doubt(place, Doubt.STARTS_BEFORE_PARENT, from[place] < from[parent]);
                doubt(place, Doubt.ENDS_AFTER_PARENT, to[place] > to[parent]);
            }
        }
    }

    /** Whether both times were given and make a stretch. */
    private boolean timed(int place) {
        return (doubts[place] & Doubt.UNTIMED) == 0;
    }

    private void findShared() {
        LongIntHashMap first = new LongIntHashMap(ids.length);
        for (int place = 0; place < ids.length; place++) {
            int other = first.getOrDefault(ids[place], NONE);
            if (other == NONE) {
                first.put(ids[place], place);
            } else {
                doubt(other, Doubt.SHARED_ID, true);
                doubt(place, Doubt.SHARED_ID, true);
            }
        }
    }

    private void doubt(int place, Doubt doubt, boolean holds) {
        if (holds) {
            doubts[place] = (short) (doubts[place] | doubt.bit());
        }
    }

    /** Number of spans. */
    public int size() {
        return parents.length;
    }

    /** What times count from: the earliest start that was given, unsigned nanoseconds since 1970; 0 if none was. */
    public long startNanos() {
        return startNanos;
    }

    /** The earliest span without a parent id; {@link #NONE} while none has come. */
    public int root() {
        return root;
    }

    /** Which of the spans it is in the order in which they were added, from 0. */
    public int row(int place) {
        return order[place];
    }

    /** The parent's place, or {@link #NONE}. */
    public int parent(int place) {
        return parents[place];
    }

    /** The place after a span's last descendant. */
    public int subtreeEnd(int place) {
        return subtreeEnds[place];
    }

    public long id(int place) {
        return ids[place];
    }

    /** When a span begins. */
    public long from(int place) {
        return from[place];
    }

    /** When a span ends, not before it begins. */
    public long to(int place) {
        return to[place];
    }

    /** Code of a span's name in {@link #names}. */
    public int name(int place) {
        return names[place];
    }

    /** Code of a span's service in {@link #services}. */
    public int service(int place) {
        return services[place];
    }

    /** The kind's number. */
    public int kind(int place) {
        return kinds[place];
    }

    /** The status code's number. */
    public int status(int place) {
        return statuses[place];
    }

    /** Whether a span's status is error. */
    public boolean error(int place) {
        return statuses[place] == STATUS_ERROR;
    }

    /** Bits of {@link Doubt}. */
    public int doubts(int place) {
        return doubts[place];
    }

    /** Distinct names. */
    public List<String> names() {
        return nameTexts;
    }

    /** Distinct services; a span without one is of the empty name. */
    public List<String> services() {
        return serviceTexts;
    }
}
