package io.spanhouse.query.http;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says to answers that go on for long that the listener closes, so that they end by themselves. Thread-safe. */
final class Closing {
    private final CountDownLatch begun = new CountDownLatch(1);

    /** The listener closes. */
    void begin() {
        begun.countDown();
    }

    /** Waits; true at once when the listener closes, or when the thread is interrupted, which is then noted again. */
    boolean within(long millis) {
        try {
            return begun.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
