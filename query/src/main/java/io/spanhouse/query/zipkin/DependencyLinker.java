package io.spanhouse.query.zipkin;

import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls between services, counted by the rules of Zipkin's own linker: a call counts once, at its server where that is known;
 * what lies between two spans without a kind belongs to the nearest one above that has a kind. Not thread-safe; takes whole
 * traces, one at a time.
 */
final class DependencyLinker {
    /** Most spans of one trace that are linked. */
    static final int SPANS_MAX = 1 << 18;

    /** Most links that are counted. */
    static final int LINKS_MAX = 10_000;

    private static final int KIND_SERVER = 2;
    private static final int KIND_CLIENT = 3;
    private static final int KIND_PRODUCER = 4;
    private static final int KIND_CONSUMER = 5;

    private final Map<Link, long[]> counts =
            new TreeMap<>(Comparator.comparing(Link::parent).thenComparing(Link::child));
    private final List<Node> trace = new ArrayList<>();
    private long spansLeftOut;
    private long callsLeftOut;

    /** Who calls whom. */
    record Link(String parent, String child) {}

    /** What of a span matters here. */
    private static final class Node {
        final long id;
        final long parentId;
        final boolean shared;
        final int kind;
        final @Nullable String local;
        final @Nullable String remote;
        final boolean error;
        final List<Node> children = new ArrayList<>();

        @Nullable
        Node parent;

        Node(SpanRows rows, int row, SpanTags tags) {
            id = rows.spanId(row);
            parentId = rows.parentSpanId(row);
            int number = rows.kind(row);
            kind = number >= KIND_SERVER && number <= KIND_CONSUMER ? number : 0;
            local = name(tags.take("service.name"));
            remote = name(SpanWriter.remoteName(tags, kind == KIND_CLIENT || kind == KIND_PRODUCER));
            shared = tags.takeMark("zipkin.shared");
            error = tags.take("error") != null;
        }

        void hangOn(Node above) {
            parent = above;
            above.children.add(this);
        }

        private static @Nullable String name(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
        }
    }

    /** Adds a piece of the trace that is being read. */
    void add(SpanRows rows) {
        SpanTags tags = new SpanTags(rows);
        for (int row = 0; row < rows.rowCount(); row++) {
            if (trace.size() == SPANS_MAX) {
                spansLeftOut += rows.rowCount() - row;
                return;
            }
            tags.read(row);
            trace.add(new Node(rows, row, tags));
        }
    }

    /** Counts the trace that was read; the next one begins. */
    void endTrace() {
        connect();
        List<Node> queue = new ArrayList<>();
        for (Node node : trace) {
            if (node.parent == null) {
                queue.add(node);
            }
        }
        // The list grows while it is walked; spans in a circle hang on no root and are not reached.
        for (int i = 0; i < queue.size(); i++) {
            link(queue.get(i));
            queue.addAll(queue.get(i).children);
        }
        trace.clear();
    }

    /**
     * Children hang on the server's half of a shared span, and that on the client's. What has no parent here hangs on the
     * first root: a part that never came lies between them.
     */
    private void connect() {
        Map<Long, Node> owners = new HashMap<>();
        Map<Long, Node> servers = new HashMap<>();
        for (Node node : trace) {
            (node.shared ? servers : owners).putIfAbsent(node.id, node);
        }
        for (Node node : trace) {
            Node parent = node.shared ? owners.get(node.id) : null;
            if (parent == null && node.parentId != 0 && node.parentId != node.id) {
                parent = servers.get(node.parentId);
                parent = parent == null || parent == node ? owners.get(node.parentId) : parent;
            }
            if (parent != null && parent != node) {
                node.hangOn(parent);
            }
        }
        Node root = null;
        for (Node node : trace) {
            if (node.parent == null && node.parentId == 0 && root == null) {
                root = node;
            }
        }
        for (Node node : trace) {
            if (root != null && node != root && node.parent == null) {
                node.hangOn(root);
            }
        }
    }

    private void link(Node span) {
        if (span.kind == KIND_CLIENT && !span.children.isEmpty()) {
            return;
        }
        int kind = span.kind;
        if (kind == 0) {
            if (span.local == null || span.remote == null) {
                return;
            }
            kind = KIND_CLIENT;
        }
        boolean serves = kind == KIND_SERVER || kind == KIND_CONSUMER;
        String child = serves ? span.local : span.remote;
        String parent = serves ? span.remote : span.local;
        if (serves && span.parent == null && parent == null) {
            return;
        }
        if (kind == KIND_PRODUCER || kind == KIND_CONSUMER) {
            count(parent, child, span.error);
            return;
        }
        boolean error = span.error;
        Node ancestor = ancestor(span);
        if (ancestor != null && ancestor.local != null) {
            if (kind == KIND_CLIENT && span.local != null && !span.local.equals(ancestor.local)) {
                count(ancestor.local, span.local, false);
            }
            if (kind == KIND_SERVER || parent == null) {
                parent = ancestor.local;
            }
            if (ancestor.kind == KIND_CLIENT && ancestor == span.parent) {
                error |= ancestor.error;
            }
        }
        count(parent, child, error);
    }

    /** The nearest span above that has a kind. */
    private static @Nullable Node ancestor(Node span) {
        Node above = span.parent;
        while (above != null && above.kind == 0) {
            above = above.parent;
        }
        return above;
    }

    private void count(@Nullable String parent, @Nullable String child, boolean error) {
        if (parent != null && child != null) {
            Link link = new Link(parent, child);
            long[] both = counts.get(link);
            if (both == null) {
                if (counts.size() == LINKS_MAX) {
                    callsLeftOut++;
                    return;
                }
                both = new long[2];
                counts.put(link, both);
            }
            both[0]++;
            both[1] += error ? 1 : 0;
        }
    }

    /** Calls and, second, errors of each link. */
    Map<Link, long[]> counts() {
        return counts;
    }

    /** What was left out by a limit, a sentence each. */
    List<String> leftOut() {
        List<String> sentences = new ArrayList<>();
        if (spansLeftOut > 0) {
            sentences.add(spansLeftOut + " spans of traces with over " + SPANS_MAX + " were not linked");
        }
        if (callsLeftOut > 0) {
            sentences.add(
                    callsLeftOut + " calls between others than the first " + LINKS_MAX + " pairs were not counted");
        }
        return sentences;
    }
}
