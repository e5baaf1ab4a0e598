package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter in the store's words. Each term is of any one span of the trace, so that different terms may hold on different
 * spans; all must hold.
 */
final class FilterPredicate {
    private static final Pattern LATENCY = Pattern.compile("([0-9]{1,19})(s|ms|ns|)");

    private FilterPredicate() {}

    /** What traces must meet; every trace for an empty filter. */
    static TracePredicate of(String filter) {
        List<TracePredicate> all = new ArrayList<>();
        for (FilterTerm term : FilterReader.read(filter)) {
            all.add(term(term));
        }
        return new TracePredicate.All(all);
    }

    private static TracePredicate term(FilterTerm term) {
        String key = term.key();
        if (key == null) {
            return span(name(term), true);
        }
        return switch (key) {
            case "root" -> span(name(term), true);
            case "span" -> span(name(term), term.onRoot());
            case "latency" ->
                new TracePredicate.Comparison(TraceField.DURATION, Operator.GREATER_OR_EQUAL, latencyNanos(term));
            case "label" -> span(LabelConditions.exists(term.value()), term.onRoot());
            case "method" -> span(LabelConditions.value("/http/method", value(term)), term.onRoot());
            case "url" -> span(LabelConditions.value("/http/url", value(term)), term.onRoot());
            default -> span(LabelConditions.value(key, value(term)), term.onRoot());
        };
    }

    private static SpanCondition name(FilterTerm term) {
        return new SpanCondition.Comparison(
                new Operand.Field(SpanField.NAME),
                term.exact() ? Operator.EQUAL : Operator.STARTS_WITH,
                new Literal.Text(term.value()));
    }

    private static LabelText value(FilterTerm term) {
        return new LabelText(term.value(), term.exact());
    }

    /** A trace with such a span; a root span is any without a parent, of which a trace may have several. */
    private static TracePredicate span(SpanCondition condition, boolean onRoot) {
        return new TracePredicate.AnySpan(
                onRoot
                        ? new SpanCondition.All(List.of(
                                new SpanCondition.Not(
                                        new SpanCondition.Exists(new Operand.Field(SpanField.PARENT_SPAN_ID))),
                                condition))
                        : condition);
    }

    private static long latencyNanos(FilterTerm term) {
        Matcher matcher = LATENCY.matcher(term.value());
        if (term.exact() || term.onRoot() || !matcher.matches()) {
            throw wrongLatency(term);
        }
        long factor = switch (matcher.group(2)) {
            case "s" -> 1_000_000_000L;
            case "ns" -> 1L;
            default -> 1_000_000L;
        };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrongLatency(term);
        }
    }

    private static HttpFailure wrongLatency(FilterTerm term) {
        return HttpFailure.badRequest("the filter has the latency '" + (term.exact() ? "+" : "")
                + (term.onRoot() ? "^" : "") + term.value() + "' at position " + term.position()
                + ", expected a whole number with s, ms, ns or no unit, which means ms, and neither + nor ^");
    }
}
