/**
 * The benchmark: measures the program as it is handed out. What a span costs in processor time, disk and memory, how long
 * questions and starts take, and whether every answer is right. Every figure stands beside the budget that the project set
 * itself.
 *
 * <p>Right answers come from what was sent and not from the server: the spans are functions of a seed, so whoever knows it
 * can make any of them again. {@link io.spanhouse.deploy.bench.DataSet} does; {@link io.spanhouse.deploy.bench.Expectation}s
 * look at one trace after the other, without any index. A wrong answer is a failing row, and the command fails.
 *
 * <p>May import {@code deploy.load}, {@code deploy.verify}, {@code storage} for the sizes of what lies on disk, {@code
 * storage.model} for ids, and the wire's own messages.
 */
@NullMarked
package io.spanhouse.deploy.bench;

import org.jspecify.annotations.NullMarked;
