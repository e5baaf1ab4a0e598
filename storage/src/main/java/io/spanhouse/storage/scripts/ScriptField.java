package io.spanhouse.storage.scripts;

import java.util.List;

/** What spans say of scripts, each in an attribute whose name may be configured; the first name that a span has counts. */
public enum ScriptField {
    RUN_ID("run_id", "script.run_id"),
    SCRIPT("script.name"),
    DEPLOYMENT("deployment_id", "deployment.id"),
    DEPLOYMENT_VERSION("deployment.version"),
    DEPLOYMENT_STATUS("script.deployment.status"),
    FUNCTION("script.function", "code.function.name"),
    SOURCE_TYPE("source_type"),
    SOURCE("source"),
    USER("enduser.id", "user.id"),
    INVOCATION("script.invocation"),
    STATUS("script.status"),
    EXIT_CODE("script.exit_code", "process.exit.code", "exit_code"),
    ERROR_CODE("error.code"),
    INPUT("script.input", "args"),
    OUTPUT("script.output", "result"),
    LOG_ID("log.meta.logid"),
    LOG_LEVEL("log.level"),
    LOG_MESSAGE("log.message", "log.meta.msg");

    private final List<String> usual;

    ScriptField(String... usual) {
        this.usual = List.of(usual);
    }

    /** The names that hold unless configured, the one that goes first first. */
    public List<String> usual() {
        return usual;
    }
}
