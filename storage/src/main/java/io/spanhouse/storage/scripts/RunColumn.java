package io.spanhouse.storage.scripts;

/** The columns of a list of runs, in their order. */
public enum RunColumn {
    RUN_ID("runId", "Run ID"),
    STATUS("status", "Status"),
    DEPLOYMENT_VERSION("deploymentVersion", "Deployment Version"),
    RESPONSE_TIME("responseTime", "Response Time"),
    FUNCTION("function", "Function"),
    EXECUTED_ON("executedOn", "Executed on"),
    SOURCE_TYPE("sourceType", "Source Type"),
    SOURCE("source", "Source"),
    USER("user", "User"),
    INVOCATION("invocation", "Invocation"),
    DEPLOYMENT("deployment", "Deployment");

    private final String key;
    private final String title;

    RunColumn(String key, String title) {
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

    /** Whether lists and exports show it; the others can be filtered by. */
    public boolean shown() {
        return compareTo(SOURCE) <= 0;
    }

    /** Whether a filter may name it. */
    public boolean filters() {
        return this != EXECUTED_ON;
    }

    /** Whether a search looks into it. */
    public boolean searched() {
        return switch (this) {
            case RUN_ID, DEPLOYMENT_VERSION, FUNCTION, SOURCE_TYPE, SOURCE -> true;
            case STATUS, RESPONSE_TIME, EXECUTED_ON, USER, INVOCATION, DEPLOYMENT -> false;
        };
    }
}
