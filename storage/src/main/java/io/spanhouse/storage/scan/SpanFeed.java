package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.SpanTaker;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells somebody who keeps something of a project's spans, in memory, what came and went since the last time, so that he has
 * always seen exactly the spans that are there: for views of spans that a scan could not answer fast enough. Blocks and head
 * say what is there; nothing else is remembered between starts.
 *
 * <p>Costs a look at the new rows of the head, and each row group of a block that was not there before. One thread at a time.
 */
public final class SpanFeed {
    private final List<PartitionFeed> partitions;

    /**
     * A feed that has told nothing yet.
     *
     * @param keys span attributes; a span that has one of them is told of
     */
    public SpanFeed(List<ViewHolder> partitions, int project, List<String> keys) {
        SpanCondition condition = PartitionFeed.condition(keys);
        List<PartitionFeed> feeds = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            feeds.add(new PartitionFeed(partitions.get(i), i, project, keys, PreparedCondition.of(condition)));
        }
        this.partitions = List.copyOf(feeds);
    }

    /**
     * Tells what there is to tell.
     *
     * @return what could not be read, now or earlier, and is still there
     * @throws io.spanhouse.storage.model.StoreException CANCELLED when the query's time is over; what was told stays told, and
     *     the next call goes on
     */
    public Completeness advance(SpanTaker taker, QueryControl control) {
        Coverage coverage = new Coverage();
        for (PartitionFeed partition : partitions) {
            partition.advance(taker, control, coverage);
        }
        return coverage.completeness();
    }

    /** Forgets what was told: the next {@link #advance} tells everything. */
    public void startAnew() {
        partitions.forEach(PartitionFeed::startAnew);
    }
}
