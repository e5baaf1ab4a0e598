package io.spanhouse.storage.scripts;

/** How a run stands. */
public enum RunStatus {
    SUCCESS("Success"),
    FAILED("Failed"),
    IN_PROGRESS("In Progress");

    private final String text;

    RunStatus(String text) {
        this.text = text;
    }

    /** As people read it. */
    public String text() {
        return text;
    }
}
