/**
 * What an operator runs: the entry of the program and the wiring of all modules by hand.
 *
 * <p>May import every package of ours.
 */
@NullMarked
package io.spanhouse.deploy;

import org.jspecify.annotations.NullMarked;
