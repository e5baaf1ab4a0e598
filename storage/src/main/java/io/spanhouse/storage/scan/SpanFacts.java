package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import java.util.List;

/** What a pipeline must know of the spans of one whole trace, which are numbered from 0. */
interface SpanFacts {
    /** Number of spans. */
    int spans();

    /** Whether a span meets a condition of the predicate. */
    boolean meets(int condition, int span);

    /** How many spans meet a condition of the predicate. */
    long count(int condition);

    /** The trace's tree. */
    SpanTree tree();

    /** The values of an expression of the predicate on a span. */
    List<Literal> values(int expression, int span);
}
