package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.EventErasure;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.scripts.HiddenFrames;
import io.spanhouse.storage.scripts.Recordings;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.HashMap;
import java.util.Map;

/** Frames of recordings whose keep time is over, as maintenance erases them. Used by its thread alone. */
final class ExpiredFrames implements EventErasure {
    private final ScriptState scripts;
    private final StoreOptions options;
    private final Map<Integer, HiddenFrames> frames = new HashMap<>();

    ExpiredFrames(ScriptState scripts, StoreOptions options) {
        this.scripts = scripts;
        this.options = options;
    }

    @Override
    public void begins() {
        frames.clear();
        Recordings recordings = scripts.recordings();
        boolean more;
        do {
            more = recordings.upkeep(options.retention().age().toMillis());
        } while (more);
    }

    @Override
    public boolean any(int project) {
        return scripts.recordings().anyErasable(project);
    }

    @Override
    public String eventName() {
        return HiddenFrames.EVENT;
    }

    @Override
    public Rows of(int project, SpanRows rows) {
        HiddenFrames.Rows erased = frames.computeIfAbsent(
                        project, number -> HiddenFrames.erasable(scripts.recordings(), options.scriptNames(), number))
                .of(rows);
        return erased::has;
    }
}
