package io.spanhouse.ingest;

import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;

/** Reads the body of a request into a batch, in one protocol and one form of it. Called by many threads. */
@FunctionalInterface
public interface RequestReader {
    /**
     * Reads a body, inflated; nothing of it is used after this returns.
     *
     * @throws MalformedRequestException if the bytes are no request: nothing of them is to be stored
     * @throws RejectedException if it takes more than there is, or than is allowed
     */
    WalkResult read(ByteSlice body) throws MalformedRequestException, RejectedException;
}
