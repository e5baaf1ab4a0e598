package io.spanhouse.query.recordings;

import io.spanhouse.storage.frames.FrameNames;
import java.util.Map;

/** Texts of events that matter to recordings, by what they mean. */
final class FrameKeys {
    private static final Map<String, Meaning> MEANINGS = Map.of(
            FrameNames.FRAME_EVENT,
            Meaning.FRAME,
            FrameNames.EXCEPTION_EVENT,
            Meaning.EXCEPTION,
            FrameNames.INDEX_KEY,
            Meaning.INDEX,
            "code.file.path",
            Meaning.FILE,
            "code.line.number",
            Meaning.LINE,
            "code.function.name",
            Meaning.FUNCTION);

    /** What a text means. */
    enum Meaning {
        OTHER,
        /** Name of an event that is a frame. */
        FRAME,
        /** Name of an event that is an exception. */
        EXCEPTION,
        INDEX,
        FILE,
        LINE,
        FUNCTION,
        /** Key of an attribute with a variable's value. */
        VARIABLE
    }

    private FrameKeys() {}

    static Meaning of(String text) {
        return text.startsWith(FrameNames.VARIABLE_PREFIX)
                ? Meaning.VARIABLE
                : MEANINGS.getOrDefault(text, Meaning.OTHER);
    }
}
