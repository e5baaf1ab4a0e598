package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.SpanRows;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which spans of a project have frames of a run that is hidden, or whose frames may be erased. Frames are known by the run's
 * id on their own span. Remembers what it learned of a run, so it is for one trace or one pass. Not thread-safe.
 */
public final class HiddenFrames {
    /** The name of the events that are frames. */
    public static final String EVENT = "script.frame";

    /** Runs that are remembered; beyond it all are forgotten and asked for again. */
    private static final int KNOWN_MAX = 100_000;

    private final ScriptNames names;
    private final Predicate<String> hidden;
    private final Map<String, Boolean> known = new HashMap<>();

    private HiddenFrames(ScriptNames names, Predicate<String> hidden) {
        this.names = names;
        this.hidden = hidden;
    }

    /** Those that nobody is to see. */
    public static HiddenFrames hidden(Recordings recordings, ScriptNames names, int project) {
        return new HiddenFrames(names, run -> recordings.hidden(project, run));
    }

    /** Those that nobody will be to see again. */
    public static HiddenFrames erasable(Recordings recordings, ScriptNames names, int project) {
        return new HiddenFrames(names, run -> recordings.erasable(project, run));
    }

    /** Of some rows, those that belong to such a run. */
    public Rows of(SpanRows rows) {
        return new Rows(rows);
    }

    /** Some rows. */
    public final class Rows {
        private final SpanFieldReader fields;

        private Rows(SpanRows rows) {
            fields = new SpanFieldReader(rows, names);
        }

        /** Whether a row belongs to such a run. */
        public boolean has(int row) {
            fields.readSpan(row);
            String run = fields.text(ScriptField.RUN_ID);
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            return !run.isEmpty() && known.computeIfAbsent(run, hidden::test);
        }
    }
}
