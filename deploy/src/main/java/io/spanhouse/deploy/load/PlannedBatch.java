package io.spanhouse.deploy.load;

import java.util.Arrays;
import java.util.List;

/**
 * The spans of one request, and how they become its bytes: grouped by resource and scope, as exporters send them. Lengths of
 * messages are known from the templates, so the bytes are written once, front to back. Used again for each request. Not
 * thread-safe.
 */
final class PlannedBatch {
    private static final byte RESOURCE_SPANS_TAG = 1 << 3 | 2;
    private static final byte SCOPE_SPANS_TAG = 2 << 3 | 2;
    private static final byte SPAN_TAG = 2 << 3 | 2;
    private static final int NONE = -1;

    private final List<ShapeLibrary.Group> groups;
    private final TraceInstance[] traces;
    private final int[] spans;
    /** First span of each group, and after each span the next one of its group. */
    private final int[] first;

    private final int[] following;
    /** Bytes of the spans of each group with their tags and lengths, and of the groups of each resource. */
    private final int[] spanBytes;

    private final int[] groupBytes;
    private int count;
    private int most;

    /** An empty batch for so many spans. */
    PlannedBatch(List<ShapeLibrary.Group> groups, int capacity) {
        this.groups = groups;
        this.most = capacity;
        this.traces = new TraceInstance[capacity];
        this.spans = new int[capacity];
        this.following = new int[capacity];
        this.first = new int[groups.size()];
        this.spanBytes = new int[groups.size()];
        this.groupBytes = new int[groups.size()];
    }

    boolean isFull() {
        return count == most;
    }

    int count() {
        return count;
    }

    void add(TraceInstance trace, int span) {
        traces[count] = trace;
        spans[count] = span;
        count++;
    }

    /** Makes it empty again; it is full with so many spans, at most its capacity. */
    void clear(int fullAt) {
        Arrays.fill(traces, 0, count, null);
        count = 0;
        most = Math.min(fullAt, spans.length);
    }

    /** The request. */
    byte[] encode() {
        byte[] request = new byte[measure()];
        int at = 0;
        int group = 0;
        while (group < first.length) {
            int end = endOfResource(group);
            int resource = groups.get(group).resource();
            if (groupBytes[resource] > 0) {
                ShapeLibrary.Group bytes = groups.get(group);
                request[at++] = RESOURCE_SPANS_TAG;
                at = varint(resourceLength(bytes), request, at);
                at = copy(bytes.resourceBefore(), request, at);
                for (int i = group; i < end; i++) {
                    at = encodeGroup(i, request, at);
                }
                at = copy(bytes.resourceAfter(), request, at);
            }
            group = end;
        }
        if (at != request.length) {
            throw new IllegalStateException("wrote " + at + " bytes, expected " + request.length);
        }
        return request;
    }

    /** Sorts the spans into groups and gives the length of the request. */
    private int measure() {
        Arrays.fill(first, NONE);
        Arrays.fill(spanBytes, 0);
        Arrays.fill(groupBytes, 0);
        for (int i = count - 1; i >= 0; i--) {
            SpanTemplate template = template(i);
            int group = template.group();
            following[i] = first[group];
            first[group] = i;
            spanBytes[group] += framed(template.length());
        }
        for (int i = 0; i < first.length; i++) {
            if (first[i] != NONE) {
                groupBytes[groups.get(i).resource()] += framed(scopeLength(i));
            }
        }
        int total = 0;
        for (int i = 0; i < first.length; i = endOfResource(i)) {
            if (groupBytes[groups.get(i).resource()] > 0) {
                total += framed(resourceLength(groups.get(i)));
            }
        }
        return total;
    }

    private int encodeGroup(int group, byte[] request, int start) {
        if (first[group] == NONE) {
            return start;
        }
        int at = start;
        request[at++] = SCOPE_SPANS_TAG;
        at = varint(scopeLength(group), request, at);
        at = copy(groups.get(group).scopeBefore(), request, at);
        for (int i = first[group]; i != NONE; i = following[i]) {
            SpanTemplate template = template(i);
            request[at++] = SPAN_TAG;
            at = varint(template.length(), request, at);
            at = template.write(traces[i], request, at);
        }
        return copy(groups.get(group).scopeAfter(), request, at);
    }

    private SpanTemplate template(int number) {
        return traces[number].shape().spans()[spans[number]];
    }

    private int endOfResource(int group) {
        int end = group + 1;
        while (end < first.length
                && groups.get(end).resource() == groups.get(group).resource()) {
            end++;
        }
        return end;
    }

    private int scopeLength(int group) {
        ShapeLibrary.Group bytes = groups.get(group);
        return bytes.scopeBefore().length + spanBytes[group] + bytes.scopeAfter().length;
    }

    private int resourceLength(ShapeLibrary.Group bytes) {
        return bytes.resourceBefore().length + groupBytes[bytes.resource()] + bytes.resourceAfter().length;
    }

    /** Length of a message with its tag and its own length. */
    private static int framed(int length) {
        int framed = 1 + length;
        for (int rest = length; rest != 0; rest >>>= 7) {
            framed++;
        }
        return framed;
    }

    private static int varint(int value, byte[] target, int start) {
        int at = start;
        int rest = value;
        while (rest > 0x7F) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    private static int copy(byte[] source, byte[] target, int at) {
        System.arraycopy(source, 0, target, at, source.length);
        return at + source.length;
    }
}
