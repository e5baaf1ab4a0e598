package io.spanhouse.storage.scripts;

/**
 * A span that announced how the deployment of a script stands.
 *
 * @param form number of the span's form, which has script and deployment
 * @param state what it announced
 * @param startNanos when
 */
record DeploymentFact(
        int form,
        ScriptRow.State state,
        long startNanos,
        long traceHigh,
        long traceLow,
        long spanId,
        int partition,
        long generation) {
    /** The same with the number that its form has elsewhere. */
    DeploymentFact withForm(int number) {
        return new DeploymentFact(number, state, startNanos, traceHigh, traceLow, spanId, partition, generation);
    }
}
