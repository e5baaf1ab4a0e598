/**
 * Accepted spans that are not in a block yet: in memory, complete, searchable.
 *
 * <p>{@link io.spanhouse.storage.head.Head} is one partition's. It has generations: the open one takes new traces, a
 * closing one still takes spans of traces that it has, a closed one waits to become blocks. One thread writes; any number
 * reads, by {@link io.spanhouse.storage.head.HeadSnapshot}, without a lock: what lies below a snapshot's row counts never
 * changes. What makes that so: pages never move ({@link io.spanhouse.storage.head.LongPages}), and each snapshot goes out
 * by one volatile write after the rows it counts.
 *
 * <p>Two rules are kept at insertion, so that no reader has to. <em>No two visible rows are equal.</em> <em>Of a trace's
 * fragments the one in the newest generation owns the trace</em>: its trace row has values of the whole trace, however
 * many fragments lie in older generations or blocks.
 *
 * <p>Imports storage.model and storage.block.
 */
@NullMarked
package io.spanhouse.storage.head;

import org.jspecify.annotations.NullMarked;
