package io.spanhouse.storage.scripts;

/** The columns of a list of logs, in their order. */
public enum LogColumn {
    LOG_ID("logId", "Log ID"),
    LEVEL("level", "Log level"),
    MESSAGE("message", "Log Message"),
    TIMESTAMP("timestamp", "Timestamp"),
    RUN_ID("runId", "Run ID");

    private final String key;
    private final String title;

    LogColumn(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** As requests name it. */
    public String key() {
        return key;
    }

    /** As people read it. */
    public String title() {
        return title;
    }

    /** Whether exports show it; the others can be filtered by. */
    public boolean shown() {
        return this != RUN_ID;
    }

    /** Whether a filter may name it. */
    public boolean filters() {
        return this != TIMESTAMP;
    }

    /** Whether a search looks into it. */
    public boolean searched() {
        return shown() && filters();
    }
}
