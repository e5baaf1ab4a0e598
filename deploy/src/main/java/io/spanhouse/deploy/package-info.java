/**
 * What an operator runs: the commands and the wiring of all modules by hand. The only package tree that may import all\n * of ours.
 */
@NullMarked
package io.spanhouse.deploy;

import org.jspecify.annotations.NullMarked;
