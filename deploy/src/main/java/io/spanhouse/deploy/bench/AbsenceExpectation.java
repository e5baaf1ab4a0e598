package io.spanhouse.deploy.bench;

/** A get of what was never sent is answered with 404. */
final class AbsenceExpectation implements Expectation {
    private static final int NOT_FOUND = 404;

    @Override
    public Verdict check(Answer answer, Extent extent) {
        return answer.status() == NOT_FOUND
                ? Verdict.right(false)
                : Verdict.wrong("status " + answer.status() + ", expected " + NOT_FOUND);
    }
}
