package io.spanhouse.storage.scripts;

/** How a run stands by some of its facts; filled by {@link RunTable#read}, used again for the next. Not thread-safe. */
final class RunState {
    int run;
    /** The fact of its own span, {@link RunFacts#NONE} as long as only other spans are known. */
    int own;

    int form;
    RunStatus status = RunStatus.IN_PROGRESS;
    boolean timedOut;
    long startNanos;
    long endNanos;

    /** How long it took; of a run that succeeded. */
    long responseNanos() {
        if (status != RunStatus.SUCCESS) {
            throw new IllegalStateException("a run that is " + status + " has no response time");
        }
        return endNanos - startNanos;
    }
}
