package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.otlp.WalkResult;

/** How one request is answered, in the words of its protocol. Exactly one of these is called, once. */
public interface Answering {
    /** The spans that were taken are on disk. */
    void stored(WalkResult taken);

    /** Nothing is stored. */
    void refuse(Rejection rejection);

    /** The client went away; there is nobody to answer. */
    void abandon(Throwable failure);
}
