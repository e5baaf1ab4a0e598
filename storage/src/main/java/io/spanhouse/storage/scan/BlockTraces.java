package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongArrayList;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.head.FragmentPlace;
import io.spanhouse.storage.head.OlderTrace;
import io.spanhouse.storage.head.OlderTraces;
import io.spanhouse.storage.head.Relocation;
import io.spanhouse.storage.head.WholeTrace;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the blocks of a partition have of a trace, for the head: it asks once for each trace that is new to it. A miss costs
 * one look at a filter a block; a hit reads the trace row and span ids. Each answer holds the blocks only while it is made.
 */
public final class BlockTraces implements OlderTraces, Relocation {
    private static final Logger LOG = LoggerFactory.getLogger(BlockTraces.class);

    /** Damage concerns many traces; one line in a while is enough. */
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ViewHolder views;
    private long warnedNanoTime = System.nanoTime() - WARNING_NANOS;

    /** The traces of the blocks that a holder's views have. */
    public BlockTraces(ViewHolder views) {
        this.views = views;
    }

    @Override
    public @Nullable OlderTrace find(int project, long idHigh, long idLow) {
        TraceId id = new TraceId(idHigh, idLow);
        return withFragments(project, id, fragments -> fragments.isEmpty() ? null : new Found(project, id, fragments));
    }

    /** Where the newest fragment in blocks is now, whatever the place was. */
    @Override
    public @Nullable FragmentPlace moved(FragmentPlace place, int project, long idHigh, long idLow) {
        return withFragments(project, new TraceId(idHigh, idLow), fragments -> {
            if (fragments.isEmpty()) {
                return null;
            }
            FragmentPlace newest = place(fragments);
            return newest.equals(place) ? place : newest;
        });
    }

    /** Asks the blocks. What they cannot say the head does without: it may not stop for it. */
    private <T> @Nullable T withFragments(int project, TraceId id, Function<List<BlockFragment>, @Nullable T> answer) {
        BlockSet blocks = views.hold();
        if (blocks == null) {
            return null;
        }
        try (OpenGroups groups = new OpenGroups()) {
            Coverage coverage = new Coverage();
            List<BlockFragment> fragments = blocks.fragments(project, id, groups, coverage);
            if (!coverage.completeness().complete()) {
                warn(id, coverage.completeness().missing().toString());
            }
            return answer.apply(fragments);
        } catch (StoreException e) {
            warn(id, String.valueOf(e.getMessage()));
            return null;
        } finally {
            blocks.release();
        }
    }

    private void warn(TraceId id, String why) {
        long now = System.nanoTime();
        if (now - warnedNanoTime > WARNING_NANOS) {
            warnedNanoTime = now;
            LOG.warn("Older spans of trace {} cannot be read, its new ones stand alone: {}", id, why);
        }
    }

    private static FragmentPlace place(List<BlockFragment> fragments) {
        BlockFragment newest = fragments.get(fragments.size() - 1);
        return new FragmentPlace(newest.block(), newest.fragment());
    }

    /** A trace that was found; its spans are read when they are asked for. */
    private final class Found implements OlderTrace {
        private final int project;
        private final TraceId id;
        private final WholeTrace values;
        private final long firstBucket;
        private final FragmentPlace newest;
        private final int rank;

        Found(int project, TraceId id, List<BlockFragment> fragments) {
            this.project = project;
            this.id = id;
            values = Summaries.whole(List.copyOf(fragments));
            newest = place(fragments);
            BlockFragment owner = fragments.get(fragments.size() - 1);
            long first = owner.firstBucket();
            firstBucket = first != 0 ? first : owner.block().stored().bucket().sequence();
            rank = owner.rank();
        }

        @Override
        public WholeTrace values() {
            return values;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public long firstBucket() {
            return firstBucket;
        }

        @Override
        public FragmentPlace newest() {
            return newest;
        }

        @Override
        public long[] spanIds() {
            LongArrayList ids = new LongArrayList();
            withFragments(project, id, fragments -> {
                fragments.forEach(fragment -> ids.add(fragment.spanIds()));
                return null;
            });
            return ids.toArray();
        }

        @Override
        public void spansWithIds(long[] sortedSpanIds, SpanVisitor visitor) {
            withFragments(project, id, fragments -> {
                for (BlockFragment fragment : fragments) {
                    show(fragment, sortedSpanIds, visitor);
                }
                return null;
            });
        }

        private void show(BlockFragment fragment, long[] sortedSpanIds, SpanVisitor visitor) {
            long[] ids = fragment.spanIds();
            int[] wanted = new int[ids.length];
            int count = 0;
            for (int i = 0; i < ids.length; i++) {
                if (Arrays.binarySearch(sortedSpanIds, ids[i]) >= 0) {
                    wanted[count++] = i;
                }
            }
            if (count > 0) {
                Fragment.PickedRows picked = fragment.pick(wanted, count, TraceRequest.Detail.WHOLE);
                SpanRows rows = picked.rows();
                for (int i = 0; i < count; i++) {
                    visitor.visit(rows, picked.list()[i]);
                }
            }
        }
    }
}
