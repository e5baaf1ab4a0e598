package io.spanhouse.query.api;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads measures: objects with one member, which says what is measured. Not thread-safe. */
final class Measures {
    private static final Set<String> KINDS = Set.of(
            "count",
            "errors",
            "countOf",
            "shareOf",
            "sum",
            "average",
            "minimum",
            "maximum",
            "quantiles",
            "histogram",
            "firstStart",
            "lastStart",
            "example");

    private final Filters filters;

    /** Conditions among them count as parts of a filter. */
    Measures(Filters filters) {
        this.filters = filters;
    }

    /** Measures; the number of spans if they are absent. */
    List<Measure> read(JsonInput measures) {
        if (!measures.present()) {
            return List.of(new Measure.Count());
        }
        List<Measure> read = new ArrayList<>();
        for (JsonInput measure : measures.elements()) {
            if (read.size() == AggregateRequest.MEASURES_MAX) {
                throw measures.unexpected("at most " + AggregateRequest.MEASURES_MAX + " measures");
            }
            read.add(measure(measure));
        }
        if (read.isEmpty()) {
            throw measures.unexpected("at least one measure");
        }
        return read;
    }

    private Measure measure(JsonInput input) {
        String name = Operands.onlyMember(input, KINDS);
        JsonInput value = input.member(name);
        switch (name) {
            case "count":
                return confirmed(value, new Measure.Count());
            case "errors":
                return confirmed(value, new Measure.Errors());
            case "firstStart":
                return confirmed(value, new Measure.FirstStart());
            case "lastStart":
                return confirmed(value, new Measure.LastStart());
            case "countOf":
                return new Measure.CountOf(filters.condition(value));
            case "shareOf":
                return new Measure.ShareOf(filters.condition(value));
            case "sum":
                return new Measure.Sum(Operands.operand(value));
            case "average":
                return new Measure.Average(Operands.operand(value));
            case "minimum":
                return new Measure.Minimum(Operands.operand(value));
            case "maximum":
                return new Measure.Maximum(Operands.operand(value));
            case "quantiles":
                value.object(Set.of("of", "shares"));
                return new Measure.Quantiles(Operands.operand(value.required("of")), shares(value.required("shares")));
            case "histogram":
                value.object(Set.of("of", "scale"));
                return new Measure.Histogram(
                        Operands.operand(value.required("of")),
                        value.required("scale").whole(0, Figure.Histogram.SCALE_MAX));
            default:
                return new Measure.Example(Operands.choice(value, Measure.Example.Choice.values()));
        }
    }

    private static Measure confirmed(JsonInput value, Measure measure) {
        if (!value.truth()) {
            throw value.unexpected("true");
        }
        return measure;
    }

    private static List<Double> shares(JsonInput shares) {
        List<Double> read = new ArrayList<>();
        for (JsonInput share : shares.elements()) {
            double number = share.number();
            if (!(number >= 0 && number <= 1)) {
                throw share.unexpected("a number from 0 to 1");
            }
            read.add(number);
        }
        if (read.isEmpty() || read.size() > Measure.Quantiles.SHARES_MAX) {
            throw shares.unexpected("1 to " + Measure.Quantiles.SHARES_MAX + " shares");
        }
        return read;
    }
}
