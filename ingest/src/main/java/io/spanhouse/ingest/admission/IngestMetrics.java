package io.spanhouse.ingest.admission;

import io.spanhouse.ingest.otlp.SpanRejection;
import io.spanhouse.ingest.otlp.SpanRepair;

/**
 * Where ingest counts what it does. Called on hot paths by many threads, at most a few times a request; an implementation
 * must not block. Reasons come from closed sets, project names only from keys that the operator issued.
 */
public interface IngestMetrics {
    /** Counts nothing. */
    IngestMetrics NONE = new IngestMetrics() {};

    /**
     * A request was answered with OK.
     *
     * @param wireBytes bytes of the body as sent
     * @param inflatedBytes bytes of the body once inflated
     * @param spans spans that were taken, repeated ones included
     */
    default void accepted(Transport transport, String project, long wireBytes, long inflatedBytes, long spans) {}

    /** A whole request was refused. */
    default void requestRejected(Transport transport, RejectionKind kind) {}

    /** Spans of an accepted request were refused one by one. */
    default void spansRejected(SpanRejection reason, long spans) {}

    /** Spans were stored other than sent, or with a remark. */
    default void spansRepaired(SpanRepair reason, long spans) {}

    /**
     * Spans that the store had already.
     *
     * @param repeated equal in every field, not stored again
     * @param conflicting of an id that its trace has with other content, stored beside it
     */
    default void duplicates(long repeated, long conflicting) {}

    /** Frames of recordings were dropped because a trace definition asks for fewer. */
    default void framesDropped(long frames) {}

    /** A listener closed a connection for this reason. */
    default void connectionClosed(Transport transport, ConnectionCloseReason reason) {}
}
