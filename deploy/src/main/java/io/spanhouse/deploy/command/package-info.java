/**
 * The commands of the program, one class each: they read arguments, call what does the work, and print.
 *
 * <p>May import every package of ours but the root of this module.
 */
@NullMarked
package io.spanhouse.deploy.command;

import org.jspecify.annotations.NullMarked;
