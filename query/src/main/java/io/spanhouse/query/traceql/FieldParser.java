package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands between braces, by precedence climbing. */
final class FieldParser {
    private static final String EXPECTED = "an attribute, an intrinsic or a value";
    private static final List<String> STATUSES = List.of("unset", "ok", "error");
    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    private final Tokens tokens;

    FieldParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** An attribute or an intrinsic and nothing else. */
    static FieldExpression identifier(String text) {
        Tokens tokens = new Tokens(text);
        FieldExpression read = new FieldParser(tokens).operand();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected("the end");
        }
        return read;
    }

    FieldExpression expression() {
        return expression(1);
    }

    private FieldExpression expression(int precedence) {
        FieldExpression left = unary();
        while (true) {
            Token token = tokens.peek();
            FieldOperator operator = FieldOperator.of(token);
            if (operator == null || operator.precedence() < precedence) {
                return left;
            }
            tokens.next();
            tokens.count();
            left = new FieldExpression.Binary(left, operator, expression(operator.rightPrecedence()), token.place());
        }
    }

    private FieldExpression unary() {
        Token token = tokens.peek();
        if (!token.is("!") && !token.is("-") && !token.is("(")) {
            return primary();
        }
        tokens.next();
        tokens.enter();
        FieldExpression read;
        if (token.is("!")) {
            read = new FieldExpression.Not(expression(FieldOperator.NOT_OPERAND), token.place());
        } else if (token.is("-")) {
            read = negative(unary(), token.place());
        } else {
            read = expression(1);
            tokens.expect(")");
        }
        tokens.leave();
        return read;
    }

    private static FieldExpression negative(FieldExpression of, Place place) {
        if (of instanceof FieldExpression.Constant constant && constant.kind().number()) {
            return new FieldExpression.Constant(
                    constant.kind(), negative(constant.literal()), "-" + constant.text(), place);
        }
        return new FieldExpression.Negative(of, place);
    }

    /** A number with the other sign. */
    static Literal negative(Literal number) {
        return number instanceof Literal.Whole whole
                ? new Literal.Whole(-whole.value())
                : new Literal.Decimal(-((Literal.Decimal) number).value());
    }

    private FieldExpression primary() {
        Token token = tokens.peek();
        FieldExpression constant = constant(token);
        if (constant != null) {
            tokens.next();
            return constant;
        }
        return operand();
    }

    /** An attribute or an intrinsic. */
    FieldExpression operand() {
        Token token = tokens.peek();
        AttributeName attribute = token.attribute();
        if (attribute != null) {
            tokens.next();
            return new FieldExpression.Attribute(attribute, token.place());
        }
        boolean named = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.INTRINSIC;
        Intrinsic intrinsic = named ? Intrinsic.named(token.text()) : null;
        if (intrinsic == null) {
            throw tokens.unexpected(EXPECTED);
        }
        tokens.next();
        return new FieldExpression.OfSpan(intrinsic, token.place());
    }

    /** The value that a token is; null if it is none. */
    static @Nullable FieldExpression constant(Token token) {
        Literal literal = token.literal();
        if (literal != null) {
            return new FieldExpression.Constant(kind(token), literal, token.text(), token.place());
        }
        return token.kind() == Token.Kind.WORD ? keyword(token) : null;
    }

    private static ValueKind kind(Token token) {
        return switch (token.kind()) {
            case STRING -> ValueKind.STRING;
            case INTEGER -> ValueKind.INTEGER;
            case DECIMAL -> ValueKind.DECIMAL;
            case DURATION -> ValueKind.DURATION;
            case WORD, ATTRIBUTE, INTRINSIC, SYMBOL, END -> throw new IllegalArgumentException(token.text());
        };
    }

    private static @Nullable FieldExpression keyword(Token token) {
        String word = token.text();
        if (STATUSES.contains(word)) {
            return numbered(ValueKind.STATUS, STATUSES.indexOf(word), token);
        }
        if (KINDS.contains(word)) {
            return numbered(ValueKind.SPAN_KIND, KINDS.indexOf(word), token);
        }
        return switch (word) {
            case "nil" -> new FieldExpression.Nil(token.place());
            case "true", "false" ->
                new FieldExpression.Constant(
                        ValueKind.BOOL, new Literal.Truth(word.equals("true")), word, token.place());
            case "minInt" -> numbered(ValueKind.INTEGER, Long.MIN_VALUE, token);
            case "maxInt" -> numbered(ValueKind.INTEGER, Long.MAX_VALUE, token);
            default -> null;
        };
    }

    private static FieldExpression numbered(ValueKind kind, long number, Token token) {
        return new FieldExpression.Constant(kind, new Literal.Whole(number), token.text(), token.place());
    }

    /** The keyword of a status's number. */
    static String status(long number) {
        return number >= 0 && number < STATUSES.size() ? STATUSES.get((int) number) : "unset";
    }

    /** The keyword of a kind's number. */
    static String spanKind(long number) {
        return number >= 0 && number < KINDS.size() ? KINDS.get((int) number) : "unspecified";
    }
}
