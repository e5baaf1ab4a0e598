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
 * <p>A piece of a span ({@link io.spanhouse.storage.model.SpanMark#REPLACES}) is merged with the span at insertion. The rows
 * that the span had die with the row that replaces them, for who sees that one; a seal leaves them out. Where older
 * fragments have the span, the trace is reborn: all its spans are added to the generation anew, and from that row on the
 * older fragments are dead as a whole. A piece of a half of a call ({@link io.spanhouse.storage.model.SpanMark#HALF}) is merged
 * likewise, with the row of its half alone, and the row keeps the pieces as they were sent ({@link
 * io.spanhouse.storage.head.RawPieces}).
 *
 * <p>Summaries for questions are made by those who ask ({@link io.spanhouse.storage.head.HeadSummaries}), not at insertion.
 *
 * <p>HeadBenchmark, two cores of a small machine, JDK 17, batches of 512 spans of ten attributes: 0.4 microseconds of CPU a
 * span to insert, 188 bytes a span in memory, 0.12 microseconds a span to put in the order of a block. Pages are not
 * pooled: 20 MB a second are garbage at 100,000 spans a second, and a page that is used again while a reader still has
 * it would be a wrong answer.
 *
 * <p>Attribute values over 16 KiB of spans, events and links stay in the journal; here is where they lie there. They are read
 * when a reader, a comparison or a seal asks for their bytes. The journal keeps its files as long as rows here refer to
 * them; who still has an old snapshot when they are gone is told that the value cannot be read. Those of resources and
 * scopes, which are few and compared again and again, are held.
 *
 * <p>Imports storage.model, storage.index, storage.block and storage.journal.
 */
@NullMarked
package io.spanhouse.storage.head;

import org.jspecify.annotations.NullMarked;
