/**
 * What can be asked of the store, and what it answers: conditions on a span, sets of spans, predicates on a trace, order,
 * window, budget; summaries, groups, what was covered. Values only; how they are found is the scan's business. Every dialect
 * translates its request into these and these into its answer.
 *
 * <p><b>What there is.</b> Three levels, each made of the one before:
 *
 * <pre>
 * {@link io.spanhouse.storage.filter.Operand}         what is looked at: a field, an attribute, something of the whole trace
 * {@link io.spanhouse.storage.filter.Expression}      operands and constants under arithmetic; has values on a span
 * {@link io.spanhouse.storage.filter.SpanCondition}   Comparison, Relation, Exists, AnyElement under All, Any, Not; one span meets it
 * {@link io.spanhouse.storage.filter.SpanSet}         conditions under Both, Either and kinship; spans of one trace
 * {@link io.spanhouse.storage.filter.SpanPipeline}    a set, grouped and held against counts, averages and so on
 * {@link io.spanhouse.storage.filter.TracePredicate}  AnySpan, SpanCount, Spans, numbers and root of the trace under All, Any, Not
 * </pre>
 *
 * <p><b>True or false.</b> Conditions are two-valued: a comparison is true or false, never unknown. A comparison with a key
 * that the span does not have is false, its negation by {@link io.spanhouse.storage.filter.SpanCondition.Not} therefore
 * true. Absence is asked for by {@code Not(Exists)}.
 *
 * <p><b>Two kinds of comparison.</b> {@link io.spanhouse.storage.filter.SpanCondition.Comparison} is strict: the literal's
 * kind is part of it. {@link io.spanhouse.storage.filter.SpanCondition.Relation} compares what can be compared, on both sides
 * any expression. With values {@code x} on the left and {@code y} on the right:
 *
 * <pre>
 *                       Comparison(x, op, literal)             Relation(x, op, y)
 * x absent              false                                  false, also for NOT_EQUAL and when both are absent
 * x of another kind     false                                  false
 * several values        holds for any of them                  any pair; NOT_EQUAL, NOT_MATCHES: some pair can be compared
 *                                                              and none is equal, none matches
 * whole beside double   Whole meets INT, Decimal DOUBLE,       all numbers compare, exactly by their value
 *                       Numeric both
 * NaN                   differs from everything, is in no order   the same
 * times (START, END,    compared unsigned                      a time beside a whole number: both unsigned
 *   EVENT_TIME)
 * texts                 by the unsigned bytes of their UTF-8   the same
 * MATCHES, NOT_MATCHES  the whole text (anchored at both ends), RE2, linear time; FINDS any part of it
 * bytes                 BYTES values and ids                   the same
 * true, false           BOOL values; false before true         the same
 * </pre>
 *
 * <p><b>Values.</b> An attribute has one value for each time its key was sent, an array one for each element that is no
 * container, an operand of events or links one for each of them. Empty values, key-value lists and arrays in arrays are there
 * ({@code Exists}) but have no value to compare, and equal values of one operand count once; {@link io.spanhouse.storage.filter.Operand.AsText} gives containers as text,
 * {@link io.spanhouse.storage.filter.Operand.OfTypes} asks how an attribute was sent.
 * An unscoped attribute ({@link io.spanhouse.storage.filter.Operand.SpanOrResource}) is the span's; only of a span that has
 * the key not at all, the resource's. Conditions on events of one {@code All} may hold on different events, within {@link
 * io.spanhouse.storage.filter.SpanCondition.AnyElement} they hold on the same.
 *
 * <p><b>Arithmetic</b> of two whole numbers is whole: it wraps around at 64 bits, {@code /} cuts off, {@code x / 0} and
 * {@code x % 0} have no value, a time counts as a signed number of nanoseconds. With a double on either side it is IEEE 754.
 * What is no number has no value.
 *
 * <p><b>Sets of spans</b> belong to one trace. {@code Both} is empty unless both sides have spans, and then has those of both.
 * The tree is defined at {@link io.spanhouse.storage.filter.SpanSet.Related}. A filter of a pipeline sees each set by itself:
 * {@code By} makes one for each value (spans without one are a set too), {@code Within} picks of each by itself, {@code
 * Coalesce} joins them. Statistics look at
 * numbers only; a set without any has no MIN, MAX, SUM or AVERAGE and goes; SUM, MIN and MAX of whole numbers alone are
 * whole, a sum beyond 64 bits is a double.
 *
 * <p><b>The whole trace.</b> All spans of a trace that may be seen are looked at, however late they came and wherever they
 * lie. Spans of services that the caller may not see do not exist, in trees neither.
 *
 * <p>Imports {@code storage.model}.
 */
@NullMarked
package io.spanhouse.storage.filter;

import org.jspecify.annotations.NullMarked;
