/**
 * Runs of scripts and their logs, as paths of our own API: the list of scripts, pages of runs and logs with filters and
 * figures, one run with its input and output and what stands beside it, both lists as CSV, and what is in progress as
 * server-sent events. A page of a monitor needs one request.
 *
 * <p>What a run is, is {@code storage.scripts}' affair; here requests are read and answers written.
 *
 * <p>Imports {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.scripts;

import org.jspecify.annotations.NullMarked;
