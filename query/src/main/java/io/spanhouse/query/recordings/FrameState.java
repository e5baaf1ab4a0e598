package io.spanhouse.query.recordings;

/**
 * A variable as it is at a frame.
 *
 * @param variable its name and value
 * @param setAt index of the frame that set it last
 * @param changed whether that is the very frame
 */
record FrameState(Frame.Variable variable, int setAt, boolean changed) {}
