package io.spanhouse.storage.filter;

/**
 * How differently often something is the case in two populations, and how sure that is: the difference of its shares with the
 * interval in which the true difference lies with 95 % probability, after Newcombe (Statistics in Medicine 17, 1998, method
 * 10), which holds for small populations and shares near 0 and 1 too. A population without members has share 0 and an
 * interval that says nothing.
 *
 * @param selected how often in the first population
 * @param selectedTotal its size
 * @param rest how often in the second
 * @param restTotal its size
 */
public record ShareDifference(long selected, long selectedTotal, long rest, long restTotal) {
    /** The standard normal distribution's quantile 0.975. */
    private static final double Z = 1.959963984540054;

    public ShareDifference {
        if (selected < 0 || selected > selectedTotal || rest < 0 || rest > restTotal) {
            throw new IllegalArgumentException("there are " + selected + " of " + selectedTotal + " and " + rest
                    + " of " + restTotal + ", expected parts of wholes");
        }
    }

    /** Share of the first population minus that of the second, -1 to 1. */
    public double difference() {
        return share(selected, selectedTotal) - share(rest, restTotal);
    }

    /** The least that the difference may truly be. */
    public double low() {
        return Math.max(
                -1,
                difference()
                        - Math.hypot(
                                share(selected, selectedTotal) - wilson(selected, selectedTotal, -Z),
                                wilson(rest, restTotal, Z) - share(rest, restTotal)));
    }

    /** The most that the difference may truly be. */
    public double high() {
        return Math.min(
                1,
                difference()
                        + Math.hypot(
                                wilson(selected, selectedTotal, Z) - share(selected, selectedTotal),
                                share(rest, restTotal) - wilson(rest, restTotal, -Z)));
    }

    /** How far from 0 the difference is at least, whatever its sign; 0 if it may be none. */
    public double sure() {
        return Math.max(0, Math.max(low(), -high()));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }

    /** A bound of Wilson's interval of one share. */
    private static double wilson(long part, long whole, double z) {
        if (whole == 0) {
            return z < 0 ? 0 : 1;
        }
        double share = share(part, whole);
        double square = z * z;
        double spread = z * Math.sqrt(share * (1 - share) / whole + square / (4.0 * whole * whole));
        double bound = (share + square / (2.0 * whole) + spread) / (1 + square / whole);
        return Math.min(1, Math.max(0, bound));
    }
}
