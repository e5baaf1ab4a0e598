/**
 * The load generator: spans that look as a recording of the OpenTelemetry demo does, with ids, times and one attribute in
 * ten that were never seen before, sent over OTLP faster than a server takes them.
 *
 * <p>May import {@code storage.model} for ids, and the wire's own messages. Knows nothing of the server's insides: it also
 * drives other servers.
 */
@NullMarked
package io.spanhouse.deploy.load;

import org.jspecify.annotations.NullMarked;
