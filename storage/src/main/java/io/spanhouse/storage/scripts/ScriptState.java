package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.rocks.OwnTable;

/**
 * What a store keeps of scripts beyond their spans. Nothing of it is derived from spans, so a rebuild leaves it alone and a
 * backup needs it. Thread-safe.
 */
public final class ScriptState {
    private final OwnTable table;
    private final Definitions definitions;
    private final Recordings recordings;
    private final Numbers numbers;
    private final Deployments deployments;

    /** What lies in a table, which somebody else closes. */
    public ScriptState(OwnTable table, StoreClock clock) {
        this.table = table;
        this.definitions = new Definitions(table, clock);
        this.recordings = new Recordings(table, definitions, clock, Recordings.EXECUTIONS_MAX);
        this.numbers = new Numbers(table, Numbers.RUNS_MAX);
        this.deployments = new Deployments(table, numbers);
    }

    /** Rules that people saved. */
    public Definitions definitions() {
        return definitions;
    }

    /** Which runs the rules recorded. */
    public Recordings recordings() {
        return recordings;
    }

    /** Numbers of scripts and runs. */
    public Numbers numbers() {
        return numbers;
    }

    /** Versions of deployments. */
    public Deployments deployments() {
        return deployments;
    }

    /** Deletes a definition and its list of recordings. False if there is none of the number. */
    public boolean deleteDefinition(int project, long number) {
        boolean deleted = definitions.delete(project, number);
        if (deleted) {
            recordings.forget(project, number);
        }
        return deleted;
    }

    /** Deletes all of a project whose spans are gone. */
    public void deleteProject(int project) {
        table.deleteProject(project);
        definitions.forget(project);
    }
}
