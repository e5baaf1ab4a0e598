package io.spanhouse.deploy.load;

import java.time.Duration;
import java.time.Instant;

/** When the traces of a series end. */
public sealed interface TraceTimes {
    /** When trace {@code number} ends, nanoseconds since 1970; random parts come from the trace's own draws. */
    long endNanos(long number, Randomness draws);

    /** Each trace ends when it is made. */
    record Now() implements TraceTimes {
        @Override
        public long endNanos(long number, Randomness draws) {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        }
    }

    /** Traces end at random, evenly over some time before they are made. */
    record Before(Duration window) implements TraceTimes {
        @Override
        public long endNanos(long number, Randomness draws) {
            return new Now().endNanos(number, draws) - (long) (window.toNanos() * draws.unit());
        }
    }

    /**
     * Traces end one after the other at equal distances, whenever they are made: the whole series can be made again, and in
     * the order in which it is sent it is in the order of time.
     *
     * @param firstNanos when trace 0 ends
     * @param stepNanos from each end to the next, for so many traces
     * @param traces after these the distances are others
     * @param laterStepNanos from each end to the next from then on
     */
    record Line(long firstNanos, long stepNanos, long traces, long laterStepNanos) implements TraceTimes {
        @Override
        public long endNanos(long number, Randomness draws) {
            return endNanos(number);
        }

        /** When a trace ends. */
        public long endNanos(long number) {
            return firstNanos + Math.min(number, traces) * stepNanos + Math.max(0, number - traces) * laterStepNanos;
        }
    }
}
