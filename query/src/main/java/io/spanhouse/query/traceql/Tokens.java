package io.spanhouse.query.traceql;

import java.util.List;

/** The tokens of a query and how far they are read. */
final class Tokens {
    /** Deepest nesting of parentheses and unary operators. */
    static final int DEPTH_MAX = 100;

    /** Most operators, and parts of lists, of one query. */
    static final int OPERATORS_MAX = 500;

    private final List<Token> tokens;
    private int position;
    private int depth;
    private int operators;

    Tokens(String text) {
        tokens = Lexer.read(text);
    }

    Token peek() {
        return tokens.get(position);
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    /** Takes a symbol or word if it is next. */
    boolean take(String text) {
        if (peek().is(text)) {
            position++;
            return true;
        }
        return false;
    }

    /** Takes a symbol or word that must be next. */
    Place expect(String text) {
        Place place = peek().place();
        if (!take(text)) {
            throw unexpected("'" + text + "'");
        }
        return place;
    }

    TraceQlException unexpected(String expected) {
        return TraceQlException.parse(peek().place(), peek().found(), expected);
    }

    /** Goes into something that can be in itself. */
    void enter() {
        if (++depth > DEPTH_MAX) {
            throw unexpected("at most " + DEPTH_MAX + " levels");
        }
    }

    void leave() {
        depth--;
    }

    /** Counts an operator. */
    void count() {
        if (++operators > OPERATORS_MAX) {
            throw unexpected("at most " + OPERATORS_MAX + " operators");
        }
    }
}
