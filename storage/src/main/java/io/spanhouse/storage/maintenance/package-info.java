/**
 * What happens to blocks behind everybody's back, in bounded steps: closed generations of the head become blocks, small
 * blocks become large ones, old buckets go, deleted projects are erased, everything on disk is verified slowly.
 * {@link io.spanhouse.storage.maintenance.Maintenance} is the door.
 *
 * <h2>When blocks are written again</h2>
 *
 * <pre>
 * merge          8 to 16 neighbours of one size, up to 8 million spans: row groups are copied; small ones, those with more
 *                than 2 % dead fragments are decoded and written together ({@link io.spanhouse.storage.maintenance.Regrouping})
 * end of bucket  what is left in a bucket that gets no more blocks becomes as few blocks as fit, up to 64 at once
 * dead spans     an SST of which a fifth of the fragments is dead, by itself
 * project        an SST that has a deleted project, the other projects copied; begins when the project is deleted
 * events         an SST that has events whose time is over, once a day ({@link io.spanhouse.storage.maintenance.EventErasures})
 * </pre>
 *
 * <p>Each is one new SST that covers the old ones: its ingest is the commit, a crash before it leaves nothing but files in
 * {@code tmp}, which is emptied at open, and after it the old ones count no more. Old files go when no reader holds them.
 * All but seals are done by one thread, one piece after the other; pieces that need not keep up with ingest rest as long as
 * they work. What is written needs room above the reserve of the volume; without it the work waits, is counted as failed
 * and is tried again each minute.
 *
 * <p>Bytes written for each byte of blocks: one by the seal; one by the first merge at high rates, up to three at low ones; at
 * most one more at the end of the bucket; four for each byte of dead spans that is won at most. Decoded rows of over 32 MiB
 * of packed chunks go through scratch files, which are written once more.
 *
 * <p>Imports storage.model, storage.encoding, storage.block, storage.rocks and storage.head.
 */
@NullMarked
package io.spanhouse.storage.maintenance;

import org.jspecify.annotations.NullMarked;
