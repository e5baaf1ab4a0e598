package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;

/**
 * What is known of a trace, or of all traces of a row group, when a predicate is decided. Answers are three-valued, {@link
 * #NO}, {@link #YES} or {@link #UNKNOWN}, so that one walk over the predicate serves to skip a row group by its bounds, to
 * screen a straddler by its owner row, and to decide for good.
 */
interface PredicateInput {
    int NO = 0;
    int YES = 1;
    int UNKNOWN = -1;

    /** Whether a value of the trace stands in this relation to a number. */
    int compare(TraceField field, Operator operator, long number);

    /** Whether the root meets a test of the predicate. */
    int root(PreparedPredicate.RootTest test);

    /** How many spans of the trace meet a condition of the predicate, negative if unknown. */
    long count(int condition);

    /** Whether a pipeline of the predicate leaves spans. */
    default int pipeline(PreparedPipeline pipeline) {
        return pipeline.screen(this);
    }
}
