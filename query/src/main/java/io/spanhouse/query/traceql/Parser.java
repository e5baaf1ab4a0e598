package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanPipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query: recursive descent, and precedence climbing between operators. What stands between two operators can be a set
 * of spans, a number of one, or series over time, which shows only after it is read; so all of them are read in one way, and
 * {@link Combining} says which operators they can stand under. One instance reads one query.
 */
final class Parser {
    private static final String EXPECTED = "'{', '(', an aggregate, by, select, coalesce or a function of metrics";

    private final Tokens tokens;
    private final FieldParser fields;
    private final MetricsParser metrics;

    Parser(String text) {
        tokens = new Tokens(text);
        fields = new FieldParser(tokens);
        metrics = new MetricsParser(tokens, fields, this);
    }

    TraceQuery query() {
        List<Part> parts = parts();
        Map<String, Literal> hints = new LinkedHashMap<>();
        while (tokens.take("with")) {
            hints(hints);
        }
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected("an operator, '|' or the end");
        }
        Part last = parts.get(parts.size() - 1);
        if (last instanceof MetricsExpression found) {
            return new TraceQuery(null, found, hints);
        }
        if (last instanceof ScalarExpression) {
            throw tokens.unexpected("a comparison with a number");
        }
        Pipeline pipeline = pipeline(parts);
        if (pipeline.stages().size() == 1
                && pipeline.stages().get(0) instanceof Stage.Spansets only
                && only.expression() instanceof SpansetExpression.Piped piped) {
            pipeline = piped.pipeline();
        }
        return new TraceQuery(pipeline, null, hints);
    }

    private void hints(Map<String, Literal> hints) {
        tokens.expect("(");
        do {
            tokens.count();
            Token name = tokens.next();
            if (name.kind() != Token.Kind.WORD) {
                throw TraceQlException.parse(name.place(), name.found(), "the name of a hint");
            }
            tokens.expect("=");
            FieldExpression value = FieldParser.constant(tokens.peek());
            if (!(value instanceof FieldExpression.Constant constant)) {
                throw tokens.unexpected("a value");
            }
            tokens.next();
            hints.put(name.text(), constant.literal());
        } while (tokens.take(","));
        tokens.expect(")");
    }

    /** Stages; the last may be series, in which case it is the only one, or a number. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Part first = part();
        if (first instanceof Stage.Coalesce coalesce) {
            throw TraceQlException.parse(coalesce.place(), "'coalesce'", "spans before it");
        }
        parts.add(first);
        while (true) {
            Part last = parts.get(parts.size() - 1);
            if (last instanceof MetricsExpression series) {
                return List.of(metrics.secondStages(series));
            }
            if (!tokens.peek().is("|")) {
                return parts;
            }
            if (last instanceof ScalarExpression) {
                throw tokens.unexpected("a comparison with a number");
            }
            tokens.next();
            tokens.count();
            MetricsExpression function = metrics.function(parts);
            if (function != null) {
                return List.of(metrics.secondStages(function));
            }
            Part next = part();
            if (next instanceof MetricsExpression series) {
                throw TraceQlException.parse(series.place(), "series", EXPECTED);
            }
            parts.add(next);
        }
    }

    /** Parts that are all stages, or sets of spans. */
    static Pipeline pipeline(List<Part> parts) {
        List<Stage> stages = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof SpansetExpression set) {
                stages.add(new Stage.Spansets(set, set.place()));
            } else if (part instanceof Stage stage) {
                stages.add(stage);
            } else {
                throw new IllegalArgumentException("no stage: " + part);
            }
        }
        return new Pipeline(stages);
    }

    private Part part() {
        Place place = tokens.peek().place();
        if (tokens.take("by")) {
            tokens.expect("(");
            FieldExpression expression = fields.expression();
            tokens.expect(")");
            return new Stage.By(expression, place);
        }
        if (tokens.take("coalesce")) {
            tokens.expect("(");
            tokens.expect(")");
            return new Stage.Coalesce(place);
        }
        return tokens.take("select") ? new Stage.Select(operands(), place) : expression(1);
    }

    /** Attributes and intrinsics in parentheses. */
    List<FieldExpression> operands() {
        List<FieldExpression> operands = new ArrayList<>();
        tokens.expect("(");
        do {
            tokens.count();
            operands.add(fields.operand());
        } while (tokens.take(","));
        tokens.expect(")");
        return operands;
    }

    private Part expression(int precedence) {
        Part left = primary();
        while (true) {
            Token token = tokens.peek();
            int binds = Combining.precedence(token);
            if (binds < precedence) {
                return left;
            }
            if (left instanceof Stage) {
                throw tokens.unexpected("'|' or the end");
            }
            tokens.next();
            tokens.count();
            Part right = expression(token.is("^") ? binds : binds + 1);
            left = Combining.of(left, token, right);
        }
    }

    private Part primary() {
        Token token = tokens.peek();
        if (token.is("{")) {
            return filter();
        }
        if (token.is("(")) {
            tokens.next();
            tokens.enter();
            List<Part> parts = parts();
            tokens.expect(")");
            tokens.leave();
            return parenthesised(parts, token.place());
        }
        ScalarExpression.Number number = number();
        if (number != null) {
            return number;
        }
        return aggregate(token);
    }

    private static Part parenthesised(List<Part> parts, Place place) {
        Part last = parts.get(parts.size() - 1);
        boolean alone = parts.size() == 1
                && (last instanceof MetricsExpression
                        || last instanceof SpansetExpression
                        || last instanceof ScalarExpression);
        if (alone) {
            return last;
        }
        if (last instanceof ScalarExpression scalar) {
            return new ScalarExpression.Piped(pipeline(parts.subList(0, parts.size() - 1)), scalar, place);
        }
        return new SpansetExpression.Piped(pipeline(parts), place);
    }

    /** A filter in braces. */
    SpansetExpression filter() {
        Place place = tokens.expect("{");
        if (tokens.take("}")) {
            return new SpansetExpression.Filter(
                    new FieldExpression.Constant(ValueKind.BOOL, new Literal.Truth(true), "true", place), place);
        }
        FieldExpression expression = fields.expression();
        if (!tokens.peek().is("}")) {
            throw tokens.unexpected("an operator or '}'");
        }
        tokens.next();
        return new SpansetExpression.Filter(expression, place);
    }

    /** A number, with its sign; null if there is none. */
    ScalarExpression.@Nullable Number number() {
        Place place = tokens.peek().place();
        boolean minus = tokens.take("-");
        FieldExpression value = FieldParser.constant(tokens.peek());
        if (value instanceof FieldExpression.Constant constant
                && constant.kind().number()) {
            tokens.next();
            Literal literal = minus ? FieldParser.negative(constant.literal()) : constant.literal();
            return new ScalarExpression.Number(constant.kind(), literal, place);
        }
        if (minus) {
            throw tokens.unexpected("a number");
        }
        return null;
    }

    private ScalarExpression aggregate(Token name) {
        for (SpanPipeline.Statistic statistic : SpanPipeline.Statistic.values()) {
            if (name.is(ScalarExpression.Aggregate.text(statistic))) {
                tokens.next();
                tokens.expect("(");
                FieldExpression of = statistic == SpanPipeline.Statistic.COUNT ? null : fields.expression();
                tokens.expect(")");
                return new ScalarExpression.Aggregate(statistic, of, name.place());
            }
        }
        throw tokens.unexpected(EXPECTED);
    }
}
