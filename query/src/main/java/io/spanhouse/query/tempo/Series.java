package io.spanhouse.query.tempo;

import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One series.
 *
 * @param labels in their order
 * @param values one for each step; NaN where there is no point
 * @param exemplars spans that stand for points
 */
record Series(List<Label> labels, double[] values, List<Exemplar> exemplars) {
    /** The label that names the function of a series without others. */
    static final String NAME = "__name__";

    /** The label of an exemplar by which it leads to its trace. */
    static final String TRACE = "trace:id";

    Series {
        labels = List.copyOf(labels);
        exemplars = List.copyOf(exemplars);
    }

    /** A label, its value of any kind. */
    record Label(String key, Literal value) {}

    /** A span; its value is what it adds to the point. */
    record Exemplar(int step, String traceId, double value, long startNanos) {}

    /** The same with other values. */
    Series with(double[] other) {
        return new Series(labels, other, exemplars);
    }

    /** Whether there is any point. */
    boolean pointed() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    /** What tells series apart: the labels in order of their keys, without the name of the function. */
    Map<String, Literal> identity() {
        Map<String, Literal> identity = new TreeMap<>();
        for (Label label : labels) {
            if (!label.key().equals(NAME)) {
                identity.put(label.key(), label.value());
            }
        }
        return identity;
    }

    /** Orders equals: by the texts of the labels. */
    String order() {
        List<String> texts = new ArrayList<>();
        for (Label label : labels) {
            texts.add(AnyValues.text(label.value()));
        }
        return String.join("\u0000", texts);
    }
}
