package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The measures of one query. Those that come of the same numbers (a sum and an average, several quantiles) share an
 * accumulator. Makes the accumulators of each table of cells; any number of threads.
 */
final class MeasureSet {
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    private final List<Measure> measures;
    private final List<Measure> sources = new ArrayList<>();
    private final int[] sourceOfMeasure;
    private final Map<Measure, PreparedCondition> conditions = new HashMap<>();
    private final Map<Measure, QuantileLimit> limits = new HashMap<>();
    private final QueryMemory memory;

    /**
     * Makes measures ready.
     *
     * @param exactValuesMax most values of an operand whose quantiles are exact
     */
    MeasureSet(List<Measure> measures, QueryMemory memory, long exactValuesMax) {
        this.measures = measures;
        this.memory = memory;
        this.sourceOfMeasure = new int[measures.size()];
        for (int i = 0; i < sourceOfMeasure.length; i++) {
            Measure source = source(measures.get(i));
            if (!sources.contains(source)) {
                sources.add(source);
                if (source instanceof Measure.CountOf) {
                    conditions.put(source, PreparedCondition.of(((Measure.CountOf) source).condition()));
                }
                if (source instanceof Measure.Quantiles) {
                    limits.put(source, new QuantileLimit(exactValuesMax));
                }
            }
            sourceOfMeasure[i] = sources.indexOf(source);
        }
    }

    /** The same for all measures that come of the same numbers. */
    private static Measure source(Measure measure) {
        if (measure instanceof Measure.Average) {
            return new Measure.Sum(((Measure.Average) measure).operand());
        }
        if (measure instanceof Measure.ShareOf) {
            return new Measure.CountOf(((Measure.ShareOf) measure).condition());
        }
        if (measure instanceof Measure.Quantiles) {
            return new Measure.Quantiles(((Measure.Quantiles) measure).operand(), List.of(0.0));
        }
        return measure;
    }

    /** Says how many spans will be measured at least. Every span has one duration. */
    void expectSpans(long atLeast) {
        limits.forEach((measure, limit) -> {
            if (((Measure.Quantiles) measure).operand().equals(DURATION)) {
                limit.expect(atLeast);
            }
        });
    }

    /** The conditions that measures ask of rows. */
    List<PreparedCondition> conditions() {
        return List.copyOf(conditions.values());
    }

    /** The operands that measures take the numbers of, each once. */
    List<Operand> operands() {
        return sources.stream()
                .map(AggregateRequest::operandOf)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    QueryMemory memory() {
        return memory;
    }

    /** Accumulators of no cells. */
    List<Accumulator> accumulators() {
        List<Accumulator> accumulators = new ArrayList<>(sources.size());
        for (Measure source : sources) {
            accumulators.add(accumulator(source));
        }
        return accumulators;
    }

    private Accumulator accumulator(Measure measure) {
        if (measure instanceof Measure.Count) {
            return CountAccumulator.all();
        }
        if (measure instanceof Measure.Errors) {
            return CountAccumulator.failed();
        }
        if (measure instanceof Measure.CountOf) {
            return CountAccumulator.meeting(Objects.requireNonNull(conditions.get(measure)));
        }
        if (measure instanceof Measure.Sum) {
            return new SumAccumulator(((Measure.Sum) measure).operand(), memory);
        }
        if (measure instanceof Measure.Minimum) {
            return new ExtremeAccumulator(((Measure.Minimum) measure).operand(), false);
        }
        if (measure instanceof Measure.Maximum) {
            return new ExtremeAccumulator(((Measure.Maximum) measure).operand(), true);
        }
        if (measure instanceof Measure.Quantiles) {
            return new QuantileAccumulator(
                    ((Measure.Quantiles) measure).operand(), Objects.requireNonNull(limits.get(measure)), memory);
        }
        if (measure instanceof Measure.Histogram) {
            Measure.Histogram histogram = (Measure.Histogram) measure;
            return new HistogramAccumulator(histogram.operand(), histogram.scale(), memory);
        }
        if (measure instanceof Measure.Example) {
            return new ExampleAccumulator(((Measure.Example) measure).choice());
        }
        return new StartAccumulator(measure instanceof Measure.FirstStart);
    }

    /** What a measure came to in a cell. */
    Figure figure(AggregateTable table, int cell, int measure) {
        return table.accumulators().get(sourceOfMeasure[measure]).figure(cell, measures.get(measure));
    }

    /** What all measures came to in a cell. */
    List<Figure> figures(AggregateTable table, int cell) {
        List<Figure> figures = new ArrayList<>(measures.size());
        for (int measure = 0; measure < measures.size(); measure++) {
            figures.add(figure(table, cell, measure));
        }
        return figures;
    }
}
