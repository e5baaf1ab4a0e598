/**
 * One listener and what every request of it goes through: route, key, project, budget, answer, error. Jetty's core, without
 * servlets; a request has one thread of a bounded pool, and an answer is written as it is read from the store, as fast as the
 * client takes it.
 *
 * <p>An endpoint is one class that answers an {@link io.spanhouse.query.http.Exchange}. What it throws becomes a status in one
 * place, {@link io.spanhouse.query.http.Failures}, and a body in its dialect's {@link io.spanhouse.query.http.ErrorForm}.
 *
 * <p>Imports {@code query}, {@code query.trace} and the doors of {@code storage}.
 */
@NullMarked
package io.spanhouse.query.http;

import org.jspecify.annotations.NullMarked;
