package io.spanhouse.storage.filter;

import java.util.List;

/**
 * Whether an answer covers all it should, and if not why.
 *
 * @param reason COMPLETE, or the first reason why not
 * @param missing what is not covered, one sentence each, for people; empty when complete
 */
public record Completeness(Reason reason, List<String> missing) {
    /** Everything is covered. */
    public static final Completeness COMPLETE = new Completeness(Reason.COMPLETE, List.of());

    public Completeness {
        missing = List.copyOf(missing);
    }

    /** Whether everything is covered. */
    public boolean complete() {
        return reason == Reason.COMPLETE;
    }

    /** Why an answer is not complete. */
    public enum Reason {
        COMPLETE("complete"),
        TIME("time budget used up"),
        BYTES("byte budget used up"),
        CANCELLED("cancelled"),
        DAMAGED("stored data is damaged"),
        EXPIRED_PART("an older part of a trace has expired"),
        LIMIT("a limit was reached");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people and headers. */
        public String text() {
            return text;
        }
    }
}
