package io.spanhouse.query.api;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.ExceptionFingerprints;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * The exception of one span of an issue; empty texts where the trace has expired since.
 *
 * @param message at most {@value #MESSAGE_LENGTH_MAX} characters of it
 */
record IssueExample(String type, String message) {
    static final int MESSAGE_LENGTH_MAX = 1_000;

    private static final IssueExample NONE = new IssueExample("", "");

    /** Reads a trace until the first exception with a fingerprint. */
    static IssueExample find(TraceStore store, Exchange exchange, @Nullable TraceId id, String fingerprint) {
        if (id == null) {
            return NONE;
        }
        try (TraceSpans spans =
                store.get(new TraceRequest(exchange.project(), id, exchange.visibility()), exchange.control())) {
            if (spans == null) {
                return NONE;
            }
            SpanBatch slice = spans.next();
            while (slice != null) {
                IssueExample found = find(slice, fingerprint);
                if (found != null) {
                    return found;
                }
                slice = spans.next();
            }
            return NONE;
        }
    }

    private static @Nullable IssueExample find(SpanRows rows, String fingerprint) {
        for (int row = 0; row < rows.rowCount(); row++) {
            for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
                ExceptionFingerprints.Cause cause = ExceptionFingerprints.cause(rows, row, event);
                if (cause != null && cause.fingerprint().equals(fingerprint)) {
                    String message = cause.message();
                    return new IssueExample(
                            cause.type(), message.substring(0, Math.min(message.length(), MESSAGE_LENGTH_MAX)));
                }
            }
        }
        return null;
    }
}
