/**
 * What can be asked of the store, and what it answers: conditions on a span, predicates on a trace, order, window,
 * budget; summaries, groups, what was covered. Values only; how they are found is the scan's business. Every dialect
 * translates its request into these and these into its answer.
 *
 * <p>Conditions are two-valued: a comparison is true or false, never unknown. A comparison with a key that the span does
 * not have is false, its negation by {@link io.spanhouse.storage.filter.SpanCondition.Not} therefore true. Where a key
 * has several values (sent twice, an array, several events or links) a comparison holds if it holds for any one of them.
 *
 * <p>Imports {@code storage.model}.
 */
@NullMarked
package io.spanhouse.storage.filter;

import org.jspecify.annotations.NullMarked;
