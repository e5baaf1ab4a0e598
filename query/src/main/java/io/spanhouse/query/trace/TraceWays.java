package io.spanhouse.query.trace;

import com.carrotsearch.hppc.IntIntHashMap;
import com.carrotsearch.hppc.LongArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many trees as one: spans that have the same way of service, name and kind from the root down are one node. Exact: every duration
 * is kept, 8 bytes a span, so the caller bounds the spans. Costs a look-up a span. Without recursion. Not thread-safe.
 */
public final class TraceWays {
    /** Most nodes; spans of ways that come later are counted as left. */
    public static final int NODES_MAX = 20_000;

    private static final int NONE = TraceTree.NONE;
    private static final int LEFT = -2;

    private final Map<Label, Integer> labels = new HashMap<>();
    private final List<Label> labelList = new ArrayList<>();
    private final LongIntHashMap known = new LongIntHashMap();
    private final List<Node> nodes = new ArrayList<>();
    private int traces;
    private long spans;
    private long left;

    private record Label(String service, String name, int kind) {}

    /** What the spans of one way have together. */
    public static final class Node {
        private final int parent;
        private final Label label;
        private final LongArrayList durations = new LongArrayList();
        private long traceCount;
        private long errorCount;
        private long selfNanos;
        private int lastTrace = NONE;
        private TraceId longestTrace = new TraceId(0, 0);
        private long longestSpan;
        private long longestNanos = -1;
        private final int depth;

        private Node(int parent, Label label, int depth) {
            this.parent = parent;
            this.label = label;
            this.depth = depth;
        }

        public String service() {
            return label.service;
        }

        public String name() {
            return label.name;
        }

        public int kind() {
            return label.kind;
        }

        /** How many nodes lie above it. */
        public int depth() {
            return depth;
        }

        /** Traces that have such a span. */
        public long traces() {
            return traceCount;
        }

        public long spans() {
            return durations.size();
        }

        public long errors() {
            return errorCount;
        }

        /** The sum of what no child covers. */
        public long self() {
            return selfNanos;
        }

        public TraceId longestTrace() {
            return longestTrace;
        }

        public long longestSpan() {
            return longestSpan;
        }

        public long longest() {
            return longestNanos;
        }

        /** The least durations that at least these shares of the spans have at most. */
        public long[] quantiles(double... shares) {
            long[] sorted = durations.toArray();
            Arrays.sort(sorted);
            return Arrays.stream(shares)
                    .mapToLong(share -> sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)])
                    .toArray();
        }
    }

    /** Takes a trace. */
    public void add(TraceId trace, TraceTree tree) {
        long[] self = SelfTimes.of(tree);
        int[] at = new int[tree.size()];
        IntIntHashMap ofTree = new IntIntHashMap();
        for (int place = 0; place < tree.size(); place++) {
            int above = tree.parent(place) == NONE ? NONE : at[tree.parent(place)];
            at[place] = above == LEFT ? LEFT : node(above, label(tree, place, ofTree));
            if (at[place] == LEFT) {
                left++;
                continue;
            }
            Node node = nodes.get(at[place]);
            long duration = tree.to(place) - tree.from(place);
            node.durations.add(duration);
            node.traceCount += node.lastTrace == traces ? 0 : 1;
            node.lastTrace = traces;
            node.errorCount += tree.error(place) ? 1 : 0;
            node.selfNanos += self[place];
            if (duration > node.longestNanos) {
                node.longestNanos = duration;
                node.longestTrace = trace;
                node.longestSpan = tree.id(place);
            }
        }
        traces++;
        spans += tree.size();
    }

    /** The number of a span's label; by the codes of its tree if these were met before. */
    private int label(TraceTree tree, int place, IntIntHashMap ofTree) {
        long codes =
                (long) tree.service(place) * tree.names().size() + tree.name(place) << Byte.SIZE | tree.kind(place);
        int key = (int) codes;
        boolean exact = key == codes;
        int met = exact ? ofTree.getOrDefault(key, NONE) : NONE;
        if (met != NONE) {
            return met;
        }
        Label label = new Label(
                tree.services().get(tree.service(place)), tree.names().get(tree.name(place)), tree.kind(place));
        Integer number = labels.get(label);
        if (number == null) {
            number = labelList.size();
            labels.put(label, number);
            labelList.add(label);
        }
        if (exact) {
            ofTree.put(key, number);
        }
        return number;
    }

    /** The node of a label below another; {@link #LEFT} where no more fit. */
    private int node(int parent, int label) {
        long key = (long) parent << Integer.SIZE | label;
        int found = known.getOrDefault(key, NONE);
        if (found != NONE) {
            return found;
        }
        if (nodes.size() == NODES_MAX) {
            return LEFT;
        }
        known.put(key, nodes.size());
        nodes.add(new Node(parent, labelList.get(label), parent == NONE ? 0 : nodes.get(parent).depth + 1));
        return nodes.size() - 1;
    }

    /** Traces that were taken. */
    public int traces() {
        return traces;
    }

    /** Spans of them. */
    public long spans() {
        return spans;
    }

    /** Spans of ways beyond {@link #NODES_MAX}. */
    public long left() {
        return left;
    }

    /** The nodes in the order of a tree, siblings with most spans first, then by name. */
    public List<Node> ordered() {
        List<List<Node>> below = new ArrayList<>();
        List<Node> open = new ArrayList<>();
        nodes.forEach(node -> below.add(new ArrayList<>()));
        for (Node node : nodes) {
            (node.parent == NONE ? open : below.get(node.parent)).add(node);
        }
        // What comes last in a list is taken first.
        Comparator<Node> last = Comparator.comparingLong(Node::spans)
                .thenComparing(Node::name, Comparator.reverseOrder())
                .thenComparing(Node::service, Comparator.reverseOrder())
                .thenComparing(Node::kind, Comparator.reverseOrder());
        open.sort(last);
        IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
        nodes.forEach(node -> numbers.put(node, numbers.size()));
        List<Node> ordered = new ArrayList<>();
        while (!open.isEmpty()) {
            Node node = open.remove(open.size() - 1);
            ordered.add(node);
            List<Node> children = below.get(numbers.getOrDefault(node, NONE));
            children.sort(last);
            open.addAll(children);
        }
        return ordered;
    }
}
