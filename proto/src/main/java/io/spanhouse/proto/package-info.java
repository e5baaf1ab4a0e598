/**
 * The wire formats: OTLP messages come from their published artifact,
 * formats without one are generated from our own {@code .proto} files into packages below this one. Imports nothing of ours.
 */
@NullMarked
package io.spanhouse.proto;

import org.jspecify.annotations.NullMarked;
