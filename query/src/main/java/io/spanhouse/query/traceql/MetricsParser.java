package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads functions of metrics and what may follow them. */
final class MetricsParser {
    private final Tokens tokens;
    private final FieldParser fields;
    private final Parser parser;

    MetricsParser(Tokens tokens, FieldParser fields, Parser parser) {
        this.tokens = tokens;
        this.fields = fields;
        this.parser = parser;
    }

    /** The function of what the parts before leave; null if none is next. */
    @Nullable
    MetricsExpression function(List<Part> before) {
        Token token = tokens.peek();
        if (tokens.take("compare")) {
            return compare(Parser.pipeline(before), token.place());
        }
        for (MetricsFunction.Name name : MetricsFunction.Name.values()) {
            if (tokens.take(name.text())) {
                return new MetricsExpression.Series(
                        Parser.pipeline(before), function(name, token.place()), token.place());
            }
        }
        return null;
    }

    private MetricsFunction function(MetricsFunction.Name name, Place place) {
        tokens.expect("(");
        FieldExpression of = name.ofSpans() ? null : fields.operand();
        List<Double> quantiles = new ArrayList<>();
        if (name == MetricsFunction.Name.QUANTILE_OVER_TIME) {
            do {
                tokens.expect(",");
                tokens.count();
                ScalarExpression.Number number = parser.number();
                if (number == null || number.kind() == ValueKind.DURATION) {
                    throw tokens.unexpected("a quantile from 0 to 1");
                }
                quantiles.add(value(number));
            } while (tokens.peek().is(","));
        }
        tokens.expect(")");
        List<FieldExpression> by = tokens.take("by") ? parser.operands() : List.of();
        return new MetricsFunction(name, of, quantiles, by, place);
    }

    static double value(ScalarExpression.Number number) {
        return number.literal() instanceof Literal.Whole whole
                ? whole.value()
                : ((Literal.Decimal) number.literal()).value();
    }

    private MetricsExpression compare(Pipeline pipeline, Place place) {
        tokens.expect("(");
        SpansetExpression selection = parser.filter();
        List<Long> arguments = new ArrayList<>();
        while (arguments.size() < 3 && tokens.take(",")) {
            arguments.add(whole());
        }
        if (arguments.size() == 2) {
            throw tokens.unexpected("',' and the end of the selection in nanoseconds");
        }
        tokens.expect(")");
        return new MetricsExpression.Compare(pipeline, selection, arguments, place);
    }

    private long whole() {
        Literal literal = tokens.peek().literal();
        if (tokens.peek().kind() != Token.Kind.INTEGER || !(literal instanceof Literal.Whole whole)) {
            throw tokens.unexpected("a whole number");
        }
        tokens.next();
        return whole.value();
    }

    /** What may follow series: comparisons, and the greatest or least ones behind a pipe. */
    MetricsExpression secondStages(MetricsExpression series) {
        MetricsExpression result = series;
        while (true) {
            Token token = tokens.peek();
            FieldOperator operator = FieldOperator.of(token);
            if (operator != null && operator.ofNumbers()) {
                tokens.next();
                tokens.count();
                ScalarExpression.Number number = parser.number();
                if (number == null) {
                    throw tokens.unexpected("a number");
                }
                result = new MetricsExpression.Compared(result, operator, number, token.place());
            } else if (tokens.take("|")) {
                tokens.count();
                boolean greatest = tokens.peek().is("topk");
                if (!greatest && !tokens.peek().is("bottomk")) {
                    throw tokens.unexpected("topk or bottomk");
                }
                Place place = tokens.next().place();
                tokens.expect("(");
                long count = whole();
                tokens.expect(")");
                result = new MetricsExpression.Ranked(result, greatest, count, place);
            } else {
                return result;
            }
        }
    }
}
