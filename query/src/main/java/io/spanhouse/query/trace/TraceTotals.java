package io.spanhouse.query.trace;

import static io.spanhouse.query.trace.TraceTree.NONE;

import com.carrotsearch.hppc.LongIntHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What services and operations of a trace came to: their spans, errors, self time and share of the critical path. */
public final class TraceTotals {
    private static final int KINDS = 8;

    /** Numbers of a group, of which the first counts its spans. */
    private static final int SUMS = 4;

    private static final int ERRORS = 1;
    private static final int SELF = 2;
    private static final int CRITICAL = 3;
    private static final Comparator<Total> ORDER = Comparator.comparingLong(Total::criticalNanos)
            .thenComparingLong(Total::selfNanos)
            .thenComparingLong(Total::spans)
            .reversed()
            .thenComparing(Total::service)
            .thenComparing(Total::name)
            .thenComparingInt(Total::kind);

    private final TraceTree tree;
    private final CriticalPath path;
    private final long[] self;

    public TraceTotals(TraceTree tree, CriticalPath path, long[] self) {
        this.tree = tree;
        this.path = path;
        this.self = self;
    }

    /**
     * What some spans came to.
     *
     * @param service their service
     * @param name their name; empty in totals of services
     * @param kind their kind; 0 in totals of services
     * @param share of the critical path, from 0 to 1
     */
    public record Total(
            String service,
            String name,
            int kind,
            long spans,
            long errors,
            long selfNanos,
            long criticalNanos,
            double share) {}

    /**
     * A service whose spans start before their parents of another service, or of its own.
     *
     * @param spans number of spans that do
     * @param mostNanos by how much at most
     */
    public record Skew(String parentService, String service, long spans, long mostNanos) {}

    /**
     * The totals that matter most.
     *
     * @param list those with most of the critical path first
     * @param count how many there are, listed or not
     */
    public record Totals(List<Total> list, int count) {}

    /** By service; so many are listed at most. */
    public Totals services(int listedMax) {
        return totals(false, listedMax);
    }

    /** By service, name and kind; so many are listed at most. */
    public Totals operations(int listedMax) {
        return totals(true, listedMax);
    }

    private Totals totals(boolean operations, int listedMax) {
        LongIntHashMap numbers = new LongIntHashMap();
        int[] group = new int[tree.size()];
        int[] examples = new int[tree.size()];
        for (int place = 0; place < group.length; place++) {
            long key = operations ? operation(place) : tree.service(place);
            int number = numbers.getOrDefault(key, numbers.size());
            if (number == numbers.size()) {
                numbers.put(key, number);
                examples[number] = place;
            }
            group[place] = number;
        }
        long[] sums = new long[numbers.size() * SUMS];
        for (int place = 0; place < group.length; place++) {
            int at = group[place] * SUMS;
            sums[at]++;
            sums[at + ERRORS] += tree.error(place) ? 1 : 0;
            sums[at + SELF] = saturated(sums[at + SELF], self[place]);
            sums[at + CRITICAL] += path.criticalNanos(place);
        }
        // The last in order is at the head, and is what the next one must beat; a trace may have as many operations as
        // spans.
        PriorityQueue<Total> best = new PriorityQueue<>(ORDER.reversed());
        for (int number = 0; number < numbers.size(); number++) {
            Total last = best.size() < listedMax ? null : best.peek();
            if (last == null || mayPrecede(sums, number, last)) {
                best.add(total(examples[number], sums, number, operations));
                if (best.size() > listedMax) {
                    best.remove();
                }
            }
        }
        return new Totals(best.stream().sorted(ORDER).toList(), numbers.size());
    }

    /** Whether a group is not certain to come after another by the first two of the order's keys. */
    private static boolean mayPrecede(long[] sums, int number, Total other) {
        long critical = sums[number * SUMS + CRITICAL];
        return critical > other.criticalNanos
                || critical == other.criticalNanos && sums[number * SUMS + SELF] >= other.selfNanos;
    }

    /** Kinds that the protocol does not know are one. Codes of services stay far below 2^28: each is a resource in memory. */
    private long operation(int place) {
        int kind = tree.kind(place) >= 0 && tree.kind(place) < KINDS ? tree.kind(place) : KINDS - 1;
        return ((long) tree.service(place) << Integer.SIZE | tree.name(place)) * KINDS + kind;
    }

    private Total total(int example, long[] sums, int number, boolean operations) {
        int at = number * SUMS;
        return new Total(
                tree.services().get(tree.service(example)),
                operations ? tree.names().get(tree.name(example)) : "",
                operations ? tree.kind(example) : 0,
                sums[at],
                sums[at + ERRORS],
                sums[at + SELF],
                sums[at + CRITICAL],
                path.nanos() == 0 ? 0 : sums[at + CRITICAL] / (double) path.nanos());
    }

    private static long saturated(long sum, long more) {
        return sum + more < 0 ? Long.MAX_VALUE : sum + more;
    }

    /** Where clocks differ: pairs of services by number of spans that start before their parent. */
    public List<Skew> skews() {
        LongIntHashMap numbers = new LongIntHashMap();
        List<Skew> skews = new ArrayList<>();
        for (int place = 0; place < tree.size(); place++) {
            int parent = tree.parent(place);
            if (parent == NONE || !Doubt.STARTS_BEFORE_PARENT.in(tree.doubts(place))) {
                continue;
            }
            long key = (long) tree.service(parent) << Integer.SIZE | tree.service(place);
            int number = numbers.getOrDefault(key, skews.size());
            long nanos = tree.from(parent) - tree.from(place);
            if (number == skews.size()) {
                numbers.put(key, number);
                skews.add(new Skew(
                        tree.services().get(tree.service(parent)),
                        tree.services().get(tree.service(place)),
                        1,
                        nanos));
            } else {
                Skew known = skews.get(number);
                skews.set(
                        number,
                        new Skew(
                                known.parentService, known.service, known.spans + 1, Math.max(known.mostNanos, nanos)));
            }
        }
        skews.sort(Comparator.comparingLong(Skew::spans)
                .reversed()
                .thenComparing(Skew::parentService)
                .thenComparing(Skew::service));
        return skews;
    }
}
