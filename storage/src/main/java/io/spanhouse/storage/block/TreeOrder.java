package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * Puts the rows of one fragment in tree order: a parent before its children, a whole subtree together, siblings by
 * (start, span id, row). A span whose parent is not in the fragment starts a tree of its own; trees stand in the order of
 * their first spans.
 *
 * <p>A child belongs to the span with its parent's id. Where several have that id, as the two halves of a Zipkin call do,
 * it belongs to the one of kind SERVER, else to the first. A span that has its parent's id itself, as the server half has,
 * is no parent of itself. Spans in a circle have no first one: the earliest of them starts the tree.
 *
 * <p>Costs O(n log n) and works without recursion, so depth is no limit. Reuses its arrays; not thread-safe.
 */
public final class TreeOrder {
    private static final int KIND_SERVER = 2;
    private static final int NONE = -1;

    /** The first position with a span id, + 1, by hash of the id; 0 = free. */
    private int[] slots = new int[64];

    /** By the first position with an id: the second with it, and the first of kind SERVER with it. */
    private int[] second = new int[32];

    private int[] server = new int[32];
    private int[] parent = new int[32];
    private int[] firstChild = new int[32];
    private int[] nextSibling = new int[32];
    private int[] stack = new int[32];
    private int[] sorted = new int[32];
    private int[] scratch = new int[32];
    private boolean[] placed = new boolean[32];

    /** Orders {@code order[from, to)} in place; these rows are one fragment, in any order. */
    public void arrange(SpanRows rows, int[] order, int from, int to) {
        int count = to - from;
        if (count < 2) {
            return;
        }
        ensure(count);
        System.arraycopy(order, from, sorted, 0, count);
        sort(rows, count);
        indexIds(rows, count);
        Arrays.fill(firstChild, 0, count, NONE);
        Arrays.fill(placed, 0, count, false);
        // From last to first, so that each list of children ends up in order.
        for (int i = count - 1; i >= 0; i--) {
            parent[i] = parentOf(rows, i);
            if (parent[i] != NONE) {
                nextSibling[i] = firstChild[parent[i]];
                firstChild[parent[i]] = i;
            }
        }
        int written = from;
        for (int i = 0; i < count; i++) {
            if (parent[i] == NONE) {
                written = writeTree(i, order, written);
            }
        }
        for (int i = 0; i < count && written < to; i++) {
            if (!placed[i]) {
                written = writeTree(i, order, written);
            }
        }
    }

    private int writeTree(int root, int[] order, int from) {
        int written = from;
        int depth = 0;
        stack[depth++] = root;
        placed[root] = true;
        while (depth > 0) {
            int node = stack[--depth];
            order[written++] = sorted[node];
            int firstPushed = depth;
            for (int child = firstChild[node]; child != NONE; child = nextSibling[child]) {
                if (!placed[child]) {
                    placed[child] = true;
                    stack[depth++] = child;
                }
            }
            reverse(firstPushed, depth);
        }
        return written;
    }

    private void reverse(int from, int to) {
        for (int low = from, high = to - 1; low < high; low++, high--) {
            int kept = stack[low];
            stack[low] = stack[high];
            stack[high] = kept;
        }
    }

    private int parentOf(SpanRows rows, int position) {
        int row = sorted[position];
        long id = rows.parentSpanId(row);
        if (id == 0) {
            return NONE;
        }
        int first = firstWithId(rows, id);
        if (first == NONE) {
            return NONE;
        }
        if (rows.spanId(row) == id) {
            return first == position ? second[first] : first;
        }
        return server[first] == NONE ? first : server[first];
    }

    /** The first position with an id. */
    private int firstWithId(SpanRows rows, long id) {
        int mask = slots.length - 1;
        for (int slot = slot(id, mask); slots[slot] != 0; slot = slot + 1 & mask) {
            if (rows.spanId(sorted[slots[slot] - 1]) == id) {
                return slots[slot] - 1;
            }
        }
        return NONE;
    }

    private void indexIds(SpanRows rows, int count) {
        int size = Math.max(64, Integer.highestOneBit(count * 2 - 1) * 2);
        if (slots.length < size || slots.length > 16 * size) {
            slots = new int[size];
        } else {
            Arrays.fill(slots, 0);
        }
        int mask = slots.length - 1;
        for (int i = 0; i < count; i++) {
            boolean isServer = rows.kind(sorted[i]) == KIND_SERVER;
            int first = firstWithId(rows, rows.spanId(sorted[i]));
            if (first == NONE) {
                int slot = slot(rows.spanId(sorted[i]), mask);
                while (slots[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = i + 1;
                second[i] = NONE;
                server[i] = isServer ? i : NONE;
                continue;
            }
            if (second[first] == NONE) {
                second[first] = i;
            }
            if (isServer && server[first] == NONE) {
                server[first] = i;
            }
        }
    }

    private static int slot(long id, int mask) {
        // Clients choose the ids, so the hash must not be one that they can foresee.
        return (int) ByteHash.hash(id, 0) & mask;
    }

    /** Merge sort of {@link #sorted}: stable, no boxing; insertion sort for the usual handful of spans. */
    private void sort(SpanRows rows, int count) {
        int run = 8;
        for (int start = 0; start < count; start += run) {
            insertionSort(rows, start, Math.min(start + run, count));
        }
        for (int width = run; width < count; width *= 2) {
            for (int start = 0; start < count; start += 2 * width) {
                merge(rows, start, Math.min(start + width, count), Math.min(start + 2 * width, count));
            }
            int[] kept = sorted;
            sorted = scratch;
            scratch = kept;
        }
    }

    private void insertionSort(SpanRows rows, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int row = sorted[i];
            int j = i - 1;
            while (j >= from && compare(rows, sorted[j], row) > 0) {
                sorted[j + 1] = sorted[j];
                j--;
            }
            sorted[j + 1] = row;
        }
    }

    private void merge(SpanRows rows, int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = left < middle && (right >= to || compare(rows, sorted[left], sorted[right]) <= 0);
            scratch[i] = takeLeft ? sorted[left++] : sorted[right++];
        }
    }

    private static int compare(SpanRows rows, int left, int right) {
        int order = Long.compareUnsigned(rows.startNanos(left), rows.startNanos(right));
        if (order == 0) {
            order = Long.compareUnsigned(rows.spanId(left), rows.spanId(right));
        }
        return order == 0 ? Integer.compare(left, right) : order;
    }

    private void ensure(int count) {
        if (parent.length < count) {
            int size = Math.max(count, parent.length * 2);
            second = new int[size];
            server = new int[size];
            parent = new int[size];
            firstChild = new int[size];
            nextSibling = new int[size];
            stack = new int[size];
            sorted = new int[size];
            scratch = new int[size];
            placed = new boolean[size];
        }
    }
}
