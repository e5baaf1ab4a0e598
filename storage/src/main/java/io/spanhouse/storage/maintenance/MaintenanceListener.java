package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.BucketSummary;

/** Hears what an operator should know of maintenance. Called from its threads; must return soon and not fail. */
public interface MaintenanceListener {
    /** Hears nothing. */
    MaintenanceListener NONE = new MaintenanceListener() {};

    /**
     * Retention dropped a bucket.
     *
     * @param why the limit that it was over, one sentence
     */
    default void dropped(int partition, BucketSummary bucket, String why) {}

    /** Some work failed; it will be tried again. */
    default void failed(int partition, String work, RuntimeException failure) {}

    /** A project's bytes are gone from all files but quarantined ones. */
    default void erased(int project) {}
}
