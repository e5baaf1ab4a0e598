package io.spanhouse.storage.scripts;

/**
 * One script as the list of scripts shows it.
 *
 * @param name its name
 * @param state how its deployment stands
 * @param deploymentVersion of the newest deployment, empty if none is known
 * @param runs its runs that are kept
 * @param inProgress those of them that have not ended
 * @param lastStartNanos when the newest was executed, 0 if it never was
 */
public record ScriptRow(
        String name, State state, String deploymentVersion, long runs, long inProgress, long lastStartNanos) {
    /** How a deployment stands. */
    public enum State {
        /** Nobody said anything of it. */
        UNKNOWN(""),
        /** Announced, and not ready yet. */
        IN_PROGRESS("In Progress"),
        DEPLOYED("Deployed"),
        UNDEPLOYED("Undeployed");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** As people read it. */
        public String text() {
            return text;
        }
    }
}
