package io.spanhouse.storage.frames;

/** The texts by which spans tell of frames. */
public final class FrameNames {
    /** Name of a span that has frames and nothing else; it need not name its run. */
    public static final String FRAMES_SPAN = "script.frames";

    /** Name of an event that is a frame. */
    public static final String FRAME_EVENT = "script.frame";

    /** Name of an event that is an exception: one of the frame before it. */
    public static final String EXCEPTION_EVENT = "exception";

    /** Key of a frame's index, a whole number. */
    public static final String INDEX_KEY = "script.frame.index";

    /** What the key of a variable's value starts with; the variable's name follows. */
    public static final String VARIABLE_PREFIX = "script.var.";

    public static final String EXCEPTION_TYPE_KEY = "exception.type";

    public static final String EXCEPTION_MESSAGE_KEY = "exception.message";

    /** Greatest index of a frame. */
    public static final int INDEX_MAX = Integer.MAX_VALUE - 1;

    private FrameNames() {}
}
