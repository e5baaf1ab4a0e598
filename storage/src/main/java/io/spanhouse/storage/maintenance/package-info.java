/**
 * What happens to blocks behind everybody's back, in bounded steps: closed generations of the head become blocks, small
 * blocks become large ones, old buckets go, deleted projects are erased, everything on disk is verified slowly.
 * {@link io.spanhouse.storage.maintenance.Maintenance} is the door.
 *
 * <p>Imports storage.model, storage.encoding, storage.block, storage.rocks and storage.head.
 */
@NullMarked
package io.spanhouse.storage.maintenance;

import org.jspecify.annotations.NullMarked;
