/**
 * Where the frames of recorded scripts are: which event of which span is which frame, and which variables it sets. No value is
 * copied: who wants one reads the span.
 *
 * <p>A <b>frame</b> is an event named {@code script.frame} with an index; frames that follow each other in one span, the same
 * distance apart, are a <b>piece</b> of at most {@link io.spanhouse.storage.frames.FrameTable#PIECE_FRAMES_MAX}. A recording of
 * a million frames is some ten thousand pieces, which is what makes it open at once. {@link
 * io.spanhouse.storage.frames.FrameCollector} finds them in rows, {@link io.spanhouse.storage.frames.FrameTable} holds them,
 * {@link io.spanhouse.storage.frames.FramePage} is how they lie on disk: beside the row group that they are of, written with it,
 * copied with it, gone with it, so that there is nothing that could say something else than the spans do.
 *
 * <p>Imports storage.model, storage.filter and storage.encoding.
 */
@NullMarked
package io.spanhouse.storage.frames;

import org.jspecify.annotations.NullMarked;
