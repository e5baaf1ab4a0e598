/**
 * TraceQL: text to tree to what the store is asked. Knows no HTTP.
 *
 * <pre>
 * text --Lexer--> tokens --Parser, FieldParser--> {@link io.spanhouse.query.traceql.TraceQuery} --Validator--> the same
 *      --ConditionTranslation, PipelineTranslation--> {@code storage.filter}
 * </pre>
 *
 * <p>From the loosest to the tightest: {@code |}; {@code &&} and {@code ||} on one level, from the left; comparisons and
 * structural operators on one level, from the left; {@code + -}; {@code !}; {@code * / %}; {@code ^}, from the right; unary
 * minus.
 *
 * <table>
 * <caption>What a term means</caption>
 * <tr><th>TraceQL<th>asked of the store
 * <tr><td>{@code {c}}<td>the spans of a trace that meet c
 * <tr><td>{@code A && B}, {@code A || B}<td>both, either
 * <tr><td>{@code A > B}, {@code <}, {@code >>}, {@code <<}, {@code ~}; with {@code !}; with {@code &}<td>the spans of B that are
 *     children, parents, descendants, ancestors, siblings of some span of A; of no span of A; those and their partners in A
 * <tr><td>{@code .a}<td>the span's attribute, else its resource's
 * <tr><td>{@code x = y} and all other comparisons<td>false if either side is missing
 * <tr><td>{@code x != nil}, {@code x = nil}<td>is there, is not there
 * <tr><td>{@code nil = nil}, {@code nil != nil}<td>false
 * <tr><td>a comparison of status or kind with an attribute<td>false: no attribute has such a value
 * <tr><td>{@code x != y}, {@code x !~ y} of an array<td>no element is equal, none matches
 * <tr><td>{@code nestedSetParent < 0}<td>the span has no parent id
 * <tr><td>{@code trace:id = "1f"}<td>the id, zeros on the left added
 * <tr><td>{@code A | {c}}<td>the spans of A that also meet c
 * <tr><td>{@code | count() > 2}, {@code by(x)}, {@code coalesce()}<td>stages of a pipeline
 * <tr><td>{@code select(x)}<td>listed with each span; picks nothing
 * </table>
 *
 * <p>What the store cannot be asked is refused by name.
 *
 * <p>Imports {@code storage.filter}.
 */
@NullMarked
package io.spanhouse.query.traceql;

import org.jspecify.annotations.NullMarked;
