package io.spanhouse.ingest.testing;

/**
 * What a client got, the same for both transports.
 *
 * @param code gRPC's status name, or HTTP's number as text
 * @param message the status message, or the error message of a partial success
 * @param rejectedSpans of a partial success
 * @param retryMillis when to come back, -1 if that was not said
 */
public record Answer(String code, String message, long rejectedSpans, long retryMillis) {
    /** Whether all spans, or all but some, were taken. */
    public boolean ok() {
        return code.equals("OK") || code.equals("200");
    }
}
