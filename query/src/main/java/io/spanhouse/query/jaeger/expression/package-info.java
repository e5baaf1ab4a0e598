/**
 * Jaeger's structured filters, {@code jaeger.expression.v1}, as conditions on one span. Translating only.
 *
 * <table>
 * <caption>What becomes what</caption>
 * <tr><th>filter<th>condition
 * <tr><td>{@code and}, {@code or}, {@code not}<td>All, Any, Not
 * <tr><td>{@code some(event, p)}<td>AnyElement: fields and attributes of events in {@code p} mean this one event
 * <tr><td>attribute with a level<td>its values by the type they were sent as; a list is one value
 * <tr><td>attribute without<td>the same of the span and of the resource
 * <tr><td>field<td>{@link io.spanhouse.query.jaeger.expression.FilterField}; ids as lower-case digits, empty text as absent,
 *     kind and status as words
 * <tr><td>constant with a type, beside an attribute<td>values that were sent as this type
 * <tr><td>constant without<td>numbers sent by their value, strings as texts, all else by its text and only whether it is equal
 * <tr><td>constant beside a field<td>a text, a word, a duration with its unit, a time
 * <tr><td>two attributes<td>numbers with numbers, strings with strings, others by their texts and only whether they are equal
 * <tr><td>{@code ne}, {@code not_in}<td>there is a value that can be compared, and none that is equal
 * <tr><td>{@code regex}<td>FINDS, of strings; a pattern without a type also of the texts of all else
 * <tr><td>{@code exists}<td>Exists
 * <tr><td>{@code eq(error, true)} without type or level, or of the span<td>a status of error too
 * </table>
 *
 * <p>Whatever is absent makes a comparison false; {@code not} alone makes true of it. Of several values (of both levels, of
 * events or links outside {@code some}) one is enough. Refused is what has no answer: other names and types, constants that
 * cannot be read, two kinds beside each other, an order of what has none, a duration or time beside an attribute, two fields
 * of elements that may be different ones, patterns with anchors, word boundaries, lazy repetitions or folding of case.
 *
 * <p>Imports {@code proto}, {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.jaeger.expression;

import org.jspecify.annotations.NullMarked;
