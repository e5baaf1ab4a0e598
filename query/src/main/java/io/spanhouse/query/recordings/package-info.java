/**
 * Trace definitions and what they recorded, as paths of our own API: saved rules that say whose runs of which scripts are
 * recorded and how finely; their recordings; the frames of one, the variables at any of them, the way to the next exception.
 *
 * <p>A <b>frame</b> is an event {@code script.frame} of a run's span, or of one of its spans {@code script.frames}: one step of
 * the script, with the variables that it changed. Frames are read from the spans each time; what is held of a recording is
 * where its frames are and which of them changed which variable, never a value.
 *
 * <p>Imports {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.recordings;

import org.jspecify.annotations.NullMarked;
