package io.spanhouse.storage.scripts;

/** How a run stands by some of its facts; filled by {@link RunTable#read}, used again for the next. Not thread-safe. */
final class RunState {
    int run;
    /** The fact of its own span, {@link RunFacts#NONE} as long as only other spans are known. */
    int own;

    /** The earliest of its facts. */
    int first;

    int form;
    RunStatus status = RunStatus.IN_PROGRESS;
    boolean timedOut;
    long startNanos;
    private final RunFacts facts;

    RunState(RunFacts facts) {
        this.facts = facts;
    }

    /** When its own span ended, 0 if it has not. Read when it is asked for: most looks at runs are not about it. */
    long endNanos() {
        return own == RunFacts.NONE ? 0 : facts.end(own);
    }

    /** How long it took; of a run that succeeded. */
    long responseNanos() {
        if (status != RunStatus.SUCCESS) {
            throw new IllegalStateException("a run that is " + status + " has no response time");
        }
        return endNanos() - startNanos;
    }
}
