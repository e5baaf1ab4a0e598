package io.spanhouse.storage.filter;

/**
 * Something that has values on a span: none, one, or several. Rules of values, kinds and numbers are in the package's
 * documentation.
 */
public sealed interface Expression {
    /** One value, on every span. */
    record Constant(Literal literal) implements Expression {}

    /** The values of an operand: none if it is absent, one for each element of an array, event or link. */
    record Value(Operand operand) implements Expression {}

    /** What comes of every pair of numbers of both sides; values that are no numbers give nothing. */
    record Arithmetic(Expression left, ArithmeticOperator operator, Expression right) implements Expression {}

    /** Whether the condition holds: true or false, never absent. */
    record Truth(SpanCondition condition) implements Expression {}
}
