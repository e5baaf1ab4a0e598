package io.spanhouse.query.traceql;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is worked out of spans over time.
 *
 * @param name which
 * @param of what it is of; null for a count
 * @param quantiles of quantile_over_time
 * @param by what makes a series
 */
public record MetricsFunction(
        Name name, @Nullable FieldExpression of, List<Double> quantiles, List<FieldExpression> by, Place place) {
    public MetricsFunction {
        quantiles = List.copyOf(quantiles);
        by = List.copyOf(by);
    }

    /** The functions. */
    public enum Name {
        RATE,
        COUNT_OVER_TIME,
        MIN_OVER_TIME,
        MAX_OVER_TIME,
        AVG_OVER_TIME,
        SUM_OVER_TIME,
        QUANTILE_OVER_TIME,
        HISTOGRAM_OVER_TIME;

        /** The name in queries. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean ofSpans() {
            return this == RATE || this == COUNT_OVER_TIME;
        }
    }
}
