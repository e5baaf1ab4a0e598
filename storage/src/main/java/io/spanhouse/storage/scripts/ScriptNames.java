package io.spanhouse.storage.scripts;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the attributes that say what spans have to do with scripts.
 *
 * @param names of every field, the one that goes first first
 */
public record ScriptNames(Map<ScriptField, List<String>> names) {
    /** What every attribute's name starts with whose span is a log and not a run's own. */
    public static final String LOG_PREFIX = "log.";

    /** Name of spans that have further frames of a recording. */
    public static final String FRAMES_SPAN = "script.frames";

    /** Name of events that are a line of standard output. */
    public static final String STDOUT_EVENT = "script.stdout";

    /** Name of events that are a line of standard error. */
    public static final String STDERR_EVENT = "script.stderr";

    /** What holds unless configured. */
    public static final ScriptNames USUAL = with(Map.of());

    public ScriptNames {
        names = Map.copyOf(names);
    }

    /** The usual names with some others in their place. */
    public static ScriptNames with(Map<ScriptField, List<String>> others) {
        Map<ScriptField, List<String>> all = new EnumMap<>(ScriptField.class);
        for (ScriptField field : ScriptField.values()) {
            all.put(field, List.copyOf(others.getOrDefault(field, field.usual())));
        }
        return new ScriptNames(all);
    }

    /** The names of a field. */
    public List<String> of(ScriptField field) {
        return names.getOrDefault(field, field.usual());
    }
}
