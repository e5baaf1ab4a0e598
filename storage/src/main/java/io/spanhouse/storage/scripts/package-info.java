/**
 * Runs of scripts and what they logged, seen from the spans that tell of them.
 *
 * <p>A <b>run</b> is one execution: all spans of a project with the same run id, whatever traces they lie in. Its <b>own
 * span</b> is the one that says how it went; a <b>log</b> is a span with attributes {@code log.*}, or a line that the own
 * span has as an event. The index of runs holds what lists of runs and logs need of them, in memory: nothing of it is on disk,
 * because blocks and journal have all of it and say what counts. It is told of spans, in any order, and of stretches that are
 * gone; what it answers is a function of the spans that it has been told of and that are not gone, so late spans, repeats,
 * restarts and merges of blocks need no care here. The runs of all projects share one limit,
 * {@link io.spanhouse.storage.scripts.RunMemory}.
 *
 * <p>{@link io.spanhouse.storage.scripts.ScriptRuns} is the door. Payloads are not held: a long message is read from its span
 * when it is asked for.
 *
 * <p>What spans do not say is in {@link io.spanhouse.storage.scripts.ScriptState}: trace definitions that people save, which
 * runs they recorded, the numbers that runs and scripts are known by, the order of deployments. It is on disk before anybody
 * is told of it, and no rebuild touches it.
 *
 * <p>Imports storage.model, storage.filter, storage.encoding and storage.rocks.
 */
@NullMarked
package io.spanhouse.storage.scripts;

import org.jspecify.annotations.NullMarked;
