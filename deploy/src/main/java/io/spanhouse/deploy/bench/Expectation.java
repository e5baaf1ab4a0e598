package io.spanhouse.deploy.bench;

/** What the right answer to a question is. Computed when an answer is checked, so that asking costs nothing beside. */
interface Expectation {
    /**
     * Compares an answer with what was sent.
     *
     * @param extent what the server had when it was asked
     */
    Verdict check(Answer answer, Extent extent);

    /**
     * How an answer compares.
     *
     * @param mismatch what was found and what was expected; empty for a right answer
     * @param found whether the answer holds anything
     */
    record Verdict(String mismatch, boolean found) {
        static Verdict right(boolean found) {
            return new Verdict("", found);
        }

        static Verdict wrong(String mismatch) {
            return new Verdict(mismatch, false);
        }

        boolean isRight() {
            return mismatch.isEmpty();
        }
    }
}
