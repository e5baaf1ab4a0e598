/**
 * Measures the program as it is handed out: what a span costs in processor time, disk and memory, and how long questions and
 * starts take. Every figure stands beside the budget that the project set itself.
 *
 * <p>May import {@code deploy.load}, {@code deploy.verify}, {@code storage.model} for ids, and the wire's own messages.
 */
@NullMarked
package io.spanhouse.deploy.measure;

import org.jspecify.annotations.NullMarked;
