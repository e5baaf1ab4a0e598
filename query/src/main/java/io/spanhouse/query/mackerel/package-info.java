/**
 * The tracing API of Mackerel: list and get, as its clients speak it. Translating only: what a list finds is decided by the
 * store.
 *
 * <p>Where the public description is silent: all conditions of a list hold on one span of the named service; latencies are of
 * the whole trace, in whole milliseconds rounded down; a missing {@code serviceNamespace} means any, an empty one none; the
 * operator {@code CONTAINS}, which appears in the description's example only, is taken for strings; {@code NEQ} does not
 * match spans without the key; times in the answer lose what is below a millisecond.
 *
 * <p>Imports {@code query}, {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.mackerel;

import org.jspecify.annotations.NullMarked;
