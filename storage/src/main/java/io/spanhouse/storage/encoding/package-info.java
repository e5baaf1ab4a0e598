/**
 * Numbers, codes and byte strings to bytes and back: pure functions on primitive arrays.
 *
 * <p>Imports storage.model at most.
 */
@NullMarked
package io.spanhouse.storage.encoding;

import org.jspecify.annotations.NullMarked;
