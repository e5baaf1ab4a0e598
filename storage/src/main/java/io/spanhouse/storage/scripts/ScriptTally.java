package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/** What the list of scripts says of one script, while it is added up. */
final class ScriptTally {
    private long runs;
    private long inProgress;
    private long lastStartNanos;
    private @Nullable DeploymentFact announced;
    private String version = "";
    private long versionNanos;

    void add(RunState run, DeploymentVersions versions) {
        runs++;
        inProgress += run.status == RunStatus.IN_PROGRESS ? 1 : 0;
        if (Long.compareUnsigned(run.startNanos, lastStartNanos) > 0) {
            lastStartNanos = run.startNanos;
        }
        note(versions, run.form, run.startNanos);
    }

    void add(DeploymentFact fact, DeploymentVersions versions) {
        DeploymentFact known = announced;
        // Of two at the same time what comes later in the life of a deployment counts.
        if (known == null
                || Long.compareUnsigned(fact.startNanos(), known.startNanos()) > 0
                || fact.startNanos() == known.startNanos() && fact.state().compareTo(known.state()) > 0) {
            announced = fact;
        }
        note(versions, fact.form(), fact.startNanos());
    }

    private void note(DeploymentVersions versions, int form, long nanos) {
        String text = versions.text(form);
        if (!text.isEmpty() && (version.isEmpty() || Long.compareUnsigned(nanos, versionNanos) > 0)) {
            version = text;
            versionNanos = nanos;
        }
    }

    ScriptRow row(String name) {
        DeploymentFact known = announced;
        return new ScriptRow(
                name,
                known == null ? ScriptRow.State.UNKNOWN : known.state(),
                version,
                runs,
                inProgress,
                lastStartNanos);
    }

    /** When the newest deployment began to work: since when runs count as its. */
    static long deployedSince(RunTable table, String script) {
        long since = 0;
        for (DeploymentFact fact : table.announced()) {
            boolean deploys = fact.state() != ScriptRow.State.UNDEPLOYED;
            if (deploys
                    && table.forms().text(fact.form(), RunForms.Part.SCRIPT).equals(script)
                    && Long.compareUnsigned(fact.startNanos(), since) > 0) {
                since = fact.startNanos();
            }
        }
        return Long.compareUnsigned(table.versions().newestStart(script), since) > 0
                ? table.versions().newestStart(script)
                : since;
    }
}
