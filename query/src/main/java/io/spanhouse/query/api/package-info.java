/**
 * Our own read API below {@code /api/spanhouse/v1/}: everything the store can be asked, in its own words. What a client may
 * rely on is in {@code openapi.json} beside this package, which the server itself hands out.
 *
 * <p>Numbers of 64 bits are decimal strings, times and durations nanoseconds, ids hexadecimal. Every answer says whether it
 * covers everything and what was read for it. A request that makes no sense is told where, what was found and what was
 * expected.
 *
 * <p>Imports {@code query.http}, {@code query.trace}, {@code query.traceql} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.api;

import org.jspecify.annotations.NullMarked;
