package io.spanhouse.storage.model;

/** Time as the store sees it, so that tests can move it. */
public interface StoreClock {
    /** The machine's clocks. */
    StoreClock SYSTEM = new StoreClock() {
        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    };

    /** Wall time, milliseconds since 1970; may jump. */
    long epochMillis();

    /** Monotonic time in nanoseconds, as {@link System#nanoTime()}. */
    long nanoTime();
}
