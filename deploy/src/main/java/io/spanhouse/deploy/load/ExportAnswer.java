package io.spanhouse.deploy.load;

/**
 * What became of a request.
 *
 * @param outcome what it means for its spans
 * @param rejectedSpans spans refused for good out of a request that was taken otherwise
 * @param detail the status or what went wrong, for people
 */
public record ExportAnswer(Outcome outcome, long rejectedSpans, String detail) {
    /** What an answer means for the spans of the request. */
    public enum Outcome {
        /** They are kept. */
        ACKED,
        /** They are not kept; the same request may be taken later. */
        REFUSED_FOR_NOW,
        /** They are not kept and never will be. */
        REFUSED,
        /** There was no answer: they may be kept or not. */
        UNANSWERED
    }

    /** All spans were taken. */
    public static final ExportAnswer OK = new ExportAnswer(Outcome.ACKED, 0, "OK");
}
