package io.spanhouse.storage.rocks;

/** Moments at which a crash leaves different files behind. Tests look at the disk there, or fail on purpose. */
public enum CommitStep {
    /** The bucket's directory is there, with nothing in it. */
    BUCKET_CREATED,
    /** A scratch file is about to be made beside an SST that is being written. */
    SCRATCH_STARTED,
    /** The SST is complete in the temporary directory. */
    SST_FINISHED,
    /** The SST is part of the bucket: the commit. */
    SST_INGESTED,
    /** An SST that no view holds any more is about to be deleted. */
    SST_DELETING,
    /** An SST is deleted. */
    SST_DELETED,
    /** A dropped bucket is closed and still has its name. */
    BUCKET_CLOSED,
    /** A dropped bucket is renamed and not yet unlinked. */
    BUCKET_RENAMED,
    /** The copy of a damaged bucket is complete and has not yet its name. */
    BUCKET_COPIED;

    /** Is told of each step. May throw: the store then behaves as if the disk had failed there. */
    public interface Listener {
        /** Does nothing. */
        Listener NONE = (step, bucket) -> {};

        /** A step was reached in a bucket. */
        void reached(CommitStep step, BucketId bucket);
    }
}
