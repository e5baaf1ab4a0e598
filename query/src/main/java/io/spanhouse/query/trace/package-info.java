/**
 * One trace as the protocol of OpenTelemetry writes it, in JSON and in protobuf, from rows of columns and without an object a
 * span; lossless in both.
 *
 * <p>Imports {@code storage.model} and {@code storage.filter}.
 */
@NullMarked
package io.spanhouse.query.trace;

import org.jspecify.annotations.NullMarked;
