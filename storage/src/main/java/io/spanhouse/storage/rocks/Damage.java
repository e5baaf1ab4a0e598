package io.spanhouse.storage.rocks;

/**
 * Something that is not as it was written. It is set aside, never deleted, and named until an operator has seen to it.
 *
 * @param partition number of the partition
 * @param bucket the bucket, as its directory is called
 * @param what what was found and what was expected, one sentence
 * @param bytes bytes of the file or chunk in question
 */
public record Damage(int partition, String bucket, String what, long bytes) {
    /** One sentence for logs and alarms. */
    @Override
    public String toString() {
        return "partition " + partition + " " + bucket + ": " + what;
    }
}
