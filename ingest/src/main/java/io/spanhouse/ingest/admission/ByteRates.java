package io.spanhouse.ingest.admission;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytes per second by key. A request is let in while its key has anything left, and pays its whole inflated size
 * afterwards, so the key may go into debt by one request and then waits until that is paid: a limit below the size of one
 * request still lets requests through at the right rate, and refused requests cost nothing.
 *
 * <p>Any thread. One small bucket a key; keys are issued by the operator, so there are finitely many.
 */
public final class ByteRates {
    private final TimeMeter clock;
    private final ConcurrentHashMap<String, Limited> limits = new ConcurrentHashMap<>();

    public ByteRates() {
        this(TimeMeter.SYSTEM_NANOTIME);
    }

    ByteRates(TimeMeter clock) {
        this.clock = clock;
    }

    /** Lets a request of this sender begin, or says when to come back. */
    public void admit(Sender sender) throws RejectedException {
        if (sender.bytesPerSecond() == 0) {
            return;
        }
        long waitNanos = bucket(sender).estimateAbilityToConsume(1).getNanosToWaitForRefill();
        if (waitNanos > 0) {
            throw new RejectedException(new Rejection(
                    RejectionKind.RATE,
                    "key " + sender.keyName() + " may send " + sender.bytesPerSecond() + " bytes a second",
                    (waitNanos + 999_999) / 1_000_000));
        }
    }

    /** The sender's request had so many bytes. */
    public void spend(Sender sender, long bytes) {
        if (sender.bytesPerSecond() > 0) {
            bucket(sender).consumeIgnoringRateLimits(bytes);
        }
    }

    private Bucket bucket(Sender sender) {
        Limited limited = limits.get(sender.keyName());
        if (limited == null || limited.bytesPerSecond != sender.bytesPerSecond()) {
            limited = limits.compute(
                    sender.keyName(),
                    (name, old) -> old != null && old.bytesPerSecond == sender.bytesPerSecond()
                            ? old
                            : new Limited(sender.bytesPerSecond(), newBucket(sender.bytesPerSecond())));
        }
        return limited.bucket;
    }

    private Bucket newBucket(long bytesPerSecond) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(bytesPerSecond).refillGreedy(bytesPerSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** A bucket and the rate it was made for: a key's rate may change while the program runs. */
    private record Limited(long bytesPerSecond, Bucket bucket) {}
}
