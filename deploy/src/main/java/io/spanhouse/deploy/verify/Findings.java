package io.spanhouse.deploy.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param acked acknowledged spans of the list
 * @param lost acknowledged spans that are not there, or whose trace no search gives
 * @param wrong spans that are there and not as they were sent, or were never sent, or are counted wrongly by search
 * @param duplicated spans that a trace has more than once, and traces that a search gives more than once
 * @param inDoubt spans that were sent without an answer
 * @param inDoubtPresent those of them that are there
 * @param tracesById traces that were read by id
 * @param tracesBySearch traces that search gave, also those that are in no list
 * @param examples some of what is not right, for people
 */
public record Findings(
        long acked,
        long lost,
        long wrong,
        long duplicated,
        long inDoubt,
        long inDoubtPresent,
        long tracesById,
        long tracesBySearch,
        List<String> examples) {
    public Findings {
        examples = List.copyOf(examples);
    }

    /** Whether everything that was acknowledged is there, once and as it was sent. */
    public boolean sound() {
        return lost == 0 && wrong == 0 && duplicated == 0;
    }
}
