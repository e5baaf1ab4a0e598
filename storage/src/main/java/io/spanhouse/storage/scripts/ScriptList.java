package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import java.util.List;

/**
 * The scripts of a project.
 *
 * @param scripts by name
 * @param completeness whether all spans could be read
 */
public record ScriptList(List<ScriptRow> scripts, Completeness completeness) {
    public ScriptList {
        scripts = List.copyOf(scripts);
    }
}
