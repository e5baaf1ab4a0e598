/**
 * Questions that nobody honest asks, of every language and form.
 *
 * <p>Imports query.testing.
 */
package io.spanhouse.query.faults;
