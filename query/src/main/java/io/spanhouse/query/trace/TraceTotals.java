package io.spanhouse.query.trace;

import static io.spanhouse.query.trace.TraceTree.NONE;

import com.carrotsearch.hppc.LongIntHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What services and operations of a trace came to: their spans, errors, self time and share of the critical path. */
public final class TraceTotals {
    private static final int KINDS = 8;
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

    /** By service, those with most of the critical path first. */
    public List<Total> services() {
        return totals(false);
    }

    /** By service, name and kind, those with most of the critical path first. */
    public List<Total> operations() {
        return totals(true);
    }

    private List<Total> totals(boolean operations) {
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
        long[][] sums = new long[numbers.size()][4];
        for (int place = 0; place < group.length; place++) {
            long[] sum = sums[group[place]];
            sum[0]++;
            sum[1] += tree.error(place) ? 1 : 0;
            sum[2] = saturated(sum[2], self[place]);
            sum[3] += path.criticalNanos(place);
        }
        List<Total> totals = new ArrayList<>(sums.length);
        for (int number = 0; number < sums.length; number++) {
            totals.add(total(examples[number], sums[number], operations));
        }
        totals.sort(ORDER);
        return totals;
    }

    /** Kinds that the protocol does not know are one. Codes of services stay far below 2^28: each is a resource in memory. */
    private long operation(int place) {
        int kind = tree.kind(place) >= 0 && tree.kind(place) < KINDS ? tree.kind(place) : KINDS - 1;
        return ((long) tree.service(place) << Integer.SIZE | tree.name(place)) * KINDS + kind;
    }

    private Total total(int example, long[] sum, boolean operations) {
        return new Total(
                tree.services().get(tree.service(example)),
                operations ? tree.names().get(tree.name(example)) : "",
                operations ? tree.kind(example) : 0,
                sum[0],
                sum[1],
                sum[2],
                sum[3],
                path.nanos() == 0 ? 0 : sum[3] / (double) path.nanos());
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
