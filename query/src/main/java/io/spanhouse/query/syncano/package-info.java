/**
 * Executions of scripts as Syncano's REST API shows them, below {@code /v1.1/instances/<instance>/}: by script, schedule, trigger
 * and script endpoint, the latest hundred of each, by numbers that are given at first sight.
 *
 * <p>Translating only: runs come from {@code storage.scripts}, arguments, results and meta data from the runs' spans.
 *
 * <p>Imports {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.syncano;

import org.jspecify.annotations.NullMarked;
