package io.spanhouse.deploy.bench;

import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param figure its name within its row; empty for the only one
 * @param bound what it should not pass
 * @param isFloor whether it should be at least that, else at most
 */
record Budget(String figure, double bound, boolean isFloor) {
    /** At most that. */
    static Budget most(String figure, double bound) {
        return new Budget(figure, bound, false);
    }

    /** At least that. */
    static Budget least(String figure, double bound) {
        return new Budget(figure, bound, true);
    }

    boolean met(double value) {
        return isFloor ? value >= bound : value <= bound;
    }

    String text() {
        return (figure.isEmpty() ? "" : figure + " ")
                + (isFloor ? ">= " : "<= ")
                + (bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound));
    }
}
