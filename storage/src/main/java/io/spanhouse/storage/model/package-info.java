/**
 * The words of the store: ids, value types, rows of spans in columns, limits and failures.
 *
 * <p>{@link io.spanhouse.storage.model.SpanRows} is how every part that holds spans shows them: the batch that ingest
 * hands over, the head's generations, a decoded piece of a block, the answer to a get. Code that only reads spans is
 * written once, against it.
 *
 * <p>Imports nothing of ours.
 */
@NullMarked
package io.spanhouse.storage.model;

import org.jspecify.annotations.NullMarked;
