package io.spanhouse.query.recordings;

import io.spanhouse.storage.scripts.ScriptField;
import io.spanhouse.storage.scripts.ScriptNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts of spans that matter to recordings, by what they mean. Immutable. */
final class FrameKeys {
    /** What an attribute says of a variable starts so; its name follows. */
    static final String VARIABLE_PREFIX = "script.var.";

    private final Map<String, Meaning> meanings = new HashMap<>();

    /** What a text means. */
    enum Meaning {
        OTHER,
        /** Key of an attribute with the run's id. */
        RUN_ID,
        /** Name of a span that has frames and nothing else. */
        FRAMES_SPAN,
        /** Name of an event that is a frame. */
        FRAME,
        /** Name of an event that is an exception. */
        EXCEPTION,
        INDEX,
        FILE,
        LINE,
        FUNCTION,
        EXCEPTION_TYPE,
        EXCEPTION_MESSAGE,
        /** Key of an attribute with a variable's value. */
        VARIABLE
    }

    FrameKeys(ScriptNames names) {
        add(names.of(ScriptField.RUN_ID), Meaning.RUN_ID);
        add(List.of(ScriptNames.FRAMES_SPAN), Meaning.FRAMES_SPAN);
        add(List.of("script.frame"), Meaning.FRAME);
        add(List.of("exception"), Meaning.EXCEPTION);
        add(List.of("script.frame.index"), Meaning.INDEX);
        add(List.of("code.file.path"), Meaning.FILE);
        add(List.of("code.line.number"), Meaning.LINE);
        add(List.of("code.function.name"), Meaning.FUNCTION);
        add(List.of("exception.type"), Meaning.EXCEPTION_TYPE);
        add(List.of("exception.message"), Meaning.EXCEPTION_MESSAGE);
    }

    private void add(List<String> names, Meaning meaning) {
        names.forEach(name -> meanings.put(name, meaning));
    }

    Meaning of(String text) {
        if (text.startsWith(VARIABLE_PREFIX)) {
            return Meaning.VARIABLE;
        }
        return meanings.getOrDefault(text, Meaning.OTHER);
    }
}
