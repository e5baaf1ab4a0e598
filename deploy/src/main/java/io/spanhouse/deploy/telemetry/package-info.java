/**
 * How an operator sees the program from outside: logs, metrics, health, status.
 *
 * <p>May import every package of ours but {@code deploy} and {@code deploy.command}.
 */
@NullMarked
package io.spanhouse.deploy.telemetry;

import org.jspecify.annotations.NullMarked;
