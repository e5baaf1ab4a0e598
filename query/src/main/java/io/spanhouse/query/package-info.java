/**
 * The door of the read side: our own API, the dialects of other tools and the web pages, behind one listener.
 *
 * <p>Imports the packages of this module, {@code io.spanhouse.proto} and the doors of {@code io.spanhouse.storage}, never
 * {@code io.spanhouse.ingest}. The packages below take their options and report their figures in this package's words.
 */
@NullMarked
package io.spanhouse.query;

import org.jspecify.annotations.NullMarked;
