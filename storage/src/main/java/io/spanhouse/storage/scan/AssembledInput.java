package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;

/**
 * What is known of a trace that was put together: values of the whole trace from where they are true, conditions and
 * pipelines from its spans.
 */
final class AssembledInput implements PredicateInput {
    private final PredicateInput values;
    private final SpanFacts trace;

    AssembledInput(PredicateInput values, SpanFacts trace) {
        this.values = values;
        this.trace = trace;
    }

    @Override
    public int compare(TraceField field, Operator operator, long number) {
        return values.compare(field, operator, number);
    }

    @Override
    public int root(PreparedPredicate.RootTest test) {
        return values.root(test);
    }

    @Override
    public long count(int condition) {
        return trace.count(condition);
    }

    @Override
    public int pipeline(PreparedPipeline pipeline) {
        return pipeline.run(trace).isEmpty() ? NO : YES;
    }
}
