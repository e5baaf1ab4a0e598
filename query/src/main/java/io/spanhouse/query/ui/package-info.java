/**
 * The pages of the read side. Everything that came from outside is text in them, never markup; they carry no script of their
 * own, and work without one.
 *
 * <p>Imports {@code query.http} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.ui;

import org.jspecify.annotations.NullMarked;
