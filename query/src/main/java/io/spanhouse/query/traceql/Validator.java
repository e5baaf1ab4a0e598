package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;

/** Says what makes no sense of a query, before any span is looked at. */
final class Validator {
    /** Most values of each attribute that a comparison of two sets lists. */
    private static final long COMPARED_MAX = 1_000;

    private Validator() {}

    static void check(TraceQuery query) {
        Pipeline pipeline = query.pipeline();
        if (pipeline != null) {
            check(pipeline);
        }
        MetricsExpression metrics = query.metrics();
        if (metrics != null) {
            check(metrics);
        }
    }

    private static void check(Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            if (stage instanceof Stage.Spansets spansets) {
                check(spansets.expression());
            } else if (stage instanceof Stage.ScalarFilter filter) {
                check(filter);
            } else if (stage instanceof Stage.By by) {
                FieldValidator.kind(by.expression());
                if (!FieldValidator.ofSpan(by.expression())) {
                    throw TraceQlException.invalid(
                            by.place(),
                            "by() is of " + by.expression()
                                    + ", which is the same for all spans, expected an attribute or intrinsic in it");
                }
            } else if (stage instanceof Stage.Select select) {
                select.operands().forEach(FieldValidator::kind);
            }
        }
    }

    private static void check(SpansetExpression set) {
        if (set instanceof SpansetExpression.Combined combined) {
            check(combined.left());
            check(combined.right());
        } else if (set instanceof SpansetExpression.Piped piped) {
            check(piped.pipeline());
        } else {
            SpansetExpression.Filter filter = (SpansetExpression.Filter) set;
            ValueKind kind = FieldValidator.kind(filter.expression());
            if (!kind.boolOrUnknown()) {
                throw TraceQlException.invalid(
                        filter.place(), "the filter is " + kind.text() + ", expected true or false");
            }
        }
    }

    private static void check(Stage.ScalarFilter filter) {
        check(filter.left());
        check(filter.right());
        if (!(filter.left() instanceof ScalarExpression.Aggregate)
                || !(filter.right() instanceof ScalarExpression.Number)) {
            throw TraceQlException.unsupported(
                    filter.place(), "a scalar filter other than an aggregate compared with a constant is");
        }
    }

    private static void check(ScalarExpression scalar) {
        if (scalar instanceof ScalarExpression.Arithmetic arithmetic) {
            check(arithmetic.left());
            check(arithmetic.right());
        } else if (scalar instanceof ScalarExpression.Piped piped) {
            check(piped.pipeline());
            check(piped.of());
        } else if (scalar instanceof ScalarExpression.Aggregate aggregate && aggregate.of() != null) {
            requireNumber(aggregate.of(), aggregate.place(), "the aggregate");
            if (!FieldValidator.ofSpan(aggregate.of())) {
                throw TraceQlException.invalid(
                        aggregate.place(), "the aggregate is of a constant, expected an attribute or intrinsic in it");
            }
        }
    }

    private static void requireNumber(FieldExpression of, Place place, String what) {
        ValueKind kind = FieldValidator.kind(of);
        if (!kind.numberOrUnknown()) {
            throw TraceQlException.invalid(place, what + " is of " + kind.text() + ", expected a number");
        }
    }

    private static void check(MetricsExpression metrics) {
        if (metrics instanceof MetricsExpression.Series series) {
            check(series.pipeline());
            check(series.function());
        } else if (metrics instanceof MetricsExpression.Math math) {
            check(math.left());
            check(math.right());
            requireNoCompare(math.left(), math.place());
            requireNoCompare(math.right(), math.place());
            requireNoDuration(math.left());
            requireNoDuration(math.right());
        } else if (metrics instanceof MetricsExpression.Ranked ranked) {
            check(ranked.of());
            requireNoCompare(ranked.of(), ranked.place());
            if (ranked.count() < 1 || ranked.count() > Integer.MAX_VALUE) {
                throw TraceQlException.invalid(
                        ranked.place(), "the number of series is " + ranked.count() + ", expected at least 1");
            }
        } else if (metrics instanceof MetricsExpression.Compared compared) {
            check(compared.of());
            requireNoCompare(compared.of(), compared.place());
        } else if (metrics instanceof MetricsExpression.Compare compare) {
            check(compare);
        }
    }

    private static void check(MetricsExpression.Compare compare) {
        check(compare.pipeline());
        check(compare.selection());
        long values = compare.arguments().isEmpty() ? 1 : compare.arguments().get(0);
        if (values < 1 || values > COMPARED_MAX) {
            throw TraceQlException.invalid(
                    compare.place(),
                    "compare() lists " + values + " values of an attribute, expected 1 to " + COMPARED_MAX);
        }
        if (compare.arguments().size() == 3) {
            long start = compare.arguments().get(1);
            long end = compare.arguments().get(2);
            if ((start != 0 || end != 0) && (start <= 0 || end <= start)) {
                throw TraceQlException.invalid(
                        compare.place(),
                        "the selection of compare() is from " + start + " to " + end
                                + ", expected nanoseconds since 1970, the start before the end, or 0 and 0");
            }
        }
    }

    private static void requireNoCompare(MetricsExpression of, Place place) {
        if (of instanceof MetricsExpression.Compare) {
            throw TraceQlException.invalid(place, "nothing can follow or surround compare()");
        }
    }

    private static void requireNoDuration(MetricsExpression of) {
        if (of instanceof MetricsExpression.Number number && number.number().kind() == ValueKind.DURATION) {
            throw TraceQlException.invalid(number.place(), "a duration stands beside series, expected a number");
        }
    }

    private static void check(MetricsFunction function) {
        FieldExpression of = function.of();
        if (of != null) {
            requireNumber(of, function.place(), function.name().text() + "()");
        }
        function.by().forEach(FieldValidator::kind);
        for (double quantile : function.quantiles()) {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw TraceQlException.invalid(function.place(), "the quantile is " + quantile + ", expected 0 to 1");
            }
        }
    }

    /** Whether a literal is a whole 0. */
    static boolean zero(Literal literal) {
        return literal instanceof Literal.Whole whole && whole.value() == 0;
    }
}
