/**
 * Jaeger's remote storage, {@code jaeger.storage.v2}: what Jaeger's own query service reads its traces from. The same searches
 * as {@link io.spanhouse.query.jaeger}, in messages; ids are 16 bytes, attributes have types and compare as texts nonetheless,
 * both ends of a time are inside, an unset time is any. Spans are taken at the same port by OTLP's trace service, which the
 * other side of the program offers.
 *
 * <p>Imports {@code proto}, {@code query.http}, {@code query.jaeger}, {@code query.jaeger.expression} and the doors of {@code
 * storage}.
 */
@NullMarked
package io.spanhouse.query.jaeger.storage;

import org.jspecify.annotations.NullMarked;
