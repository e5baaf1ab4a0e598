/**
 * Answers queries over blocks and the head: get, search, aggregate, attribute keys.
 *
 * <p>A {@link io.spanhouse.storage.scan.View} is what one query reads of one partition and does not change under it. A
 * condition is made ready once ({@code PreparedCondition}), then runs either row by row over any {@link
 * io.spanhouse.storage.model.SpanRows} or, over a block, on packed codes. What it finds becomes facts of traces; a
 * predicate is decided on facts, never on single spans.
 *
 * <p>A fragment that is <em>disowned</em> has rows that count, and a trace row that does not; one that is <em>dead</em> has
 * nothing that counts, since its trace is in a later fragment anew.
 *
 * <p>Imports every package of the module left of it: {@code model, filter, encoding, index, block, journal, rocks, head}.
 */
@NullMarked
package io.spanhouse.storage.scan;

import org.jspecify.annotations.NullMarked;
