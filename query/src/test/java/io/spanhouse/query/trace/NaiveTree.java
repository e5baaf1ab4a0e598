package io.spanhouse.query.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trees, self times and critical paths by their definitions, slow and plain. */
final class NaiveTree {
    private static final int SERVER = 2;

    final List<Span> spans;

    NaiveTree(List<Span> spans) {
        this.spans = spans;
        for (Span span : spans) {
            span.parent = parentById(span);
        }
        cutCircles();
    }

    /** A span; ids are small, times a few hundred nanoseconds, 0 for not given. */
    static final class Span {
        final long id;
        final long parentId;
        final long start;
        final long end;
        final int kind;

        @Nullable
        Span parent;

        boolean cut;

        Span(long id, long parentId, long start, long end, int kind) {
            this.id = id;
            this.parentId = parentId;
            this.start = start;
            this.end = end;
            this.kind = kind;
        }

        /** Whether this comes before another, by (start, span id, parent id, end). */
        boolean before(Span other) {
            if (start != other.start) {
                return start < other.start;
            }
            if (id != other.id) {
                return id < other.id;
            }
            return parentId != other.parentId ? parentId < other.parentId : end < other.end;
        }
    }

    private static @Nullable Span earliest(List<Span> among) {
        Span earliest = null;
        for (Span span : among) {
            earliest = earliest == null || span.before(earliest) ? span : earliest;
        }
        return earliest;
    }

    private @Nullable Span parentById(Span span) {
        if (span.parentId == 0) {
            return null;
        }
        List<Span> all = new ArrayList<>();
        List<Span> servers = new ArrayList<>();
        for (Span other : spans) {
            if (other.id == span.parentId && !(span.id == span.parentId && other == span)) {
                all.add(other);
                if (other.kind == SERVER) {
                    servers.add(other);
                }
            }
        }
        return earliest(span.id == span.parentId || servers.isEmpty() ? all : servers);
    }

    private void cutCircles() {
        for (Span start : spans) {
            Set<Span> seen = new HashSet<>();
            Span span = start;
            while (span != null && seen.add(span)) {
                span = span.parent;
            }
            if (span != null) {
                List<Span> circle = new ArrayList<>();
                Span other = span;
                do {
                    circle.add(other);
                    other = Objects.requireNonNull(other).parent;
                } while (other != span);
                Span first = Objects.requireNonNull(earliest(circle));
                first.parent = null;
                first.cut = true;
            }
        }
    }

    /** The earliest start that was given. */
    long zero() {
        long least = Long.MAX_VALUE;
        for (Span span : spans) {
            least = span.start == 0 ? least : Math.min(least, span.start);
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    long from(Span span) {
        return Math.max(0, (span.start == 0 ? span.end : span.start) - zero());
    }

    long to(Span span) {
        return Math.max(from(span), span.end - zero());
    }

    List<Span> children(@Nullable Span parent) {
        List<Span> children = new ArrayList<>();
        for (Span span : spans) {
            if (span.parent == parent) {
                children.add(span);
            }
        }
        return children;
    }

    /** Nanosecond by nanosecond. */
    long self(Span span) {
        long self = 0;
        for (long nano = from(span); nano < to(span); nano++) {
            boolean free = true;
            for (Span child : children(span)) {
                free &= nano < from(child) || nano >= to(child);
            }
            self += free ? 1 : 0;
        }
        return self;
    }

    @Nullable
    Span root() {
        Span root = null;
        for (Span span : spans) {
            if (span.parentId == 0
                    && (root == null || rank(span) < rank(root) || rank(span) == rank(root) && span.id < root.id)) {
                root = span;
            }
        }
        return root;
    }

    private static long rank(Span span) {
        return span.start == 0 ? Long.MAX_VALUE : span.start;
    }

    /** Who is on the path at each nanosecond; null for a gap. */
    @Nullable
    Span[] path(@Nullable Span of, List<Span> inTreeOrder) {
        long to = 0;
        for (Span span : children(null)) {
            to = Math.max(to, to(span));
        }
        Span[] owners = new Span[(int) (of == null ? to : to(of))];
        fill(of, of == null ? 0 : from(of), owners.length, owners, inTreeOrder);
        return owners;
    }

    private void fill(@Nullable Span span, long begin, long limit, @Nullable Span[] owners, List<Span> inTreeOrder) {
        long now = limit;
        while (true) {
            Span next = null;
            for (Span child : inTreeOrder) {
                boolean fits = child.parent == span
                        && Math.min(to(child), limit) <= now
                        && Math.max(from(child), begin) < Math.min(to(child), limit);
                if (fits && (next == null || to(child) > to(next))) {
                    next = child;
                }
            }
            long own = next == null ? begin : Math.min(to(next), now);
            for (long nano = own; nano < now; nano++) {
                owners[(int) nano] = span;
            }
            if (next == null) {
                return;
            }
            now = Math.max(from(next), begin);
            fill(next, now, own, owners, inTreeOrder);
        }
    }
}
