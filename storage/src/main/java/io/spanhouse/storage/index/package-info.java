/**
 * What lets a reader skip: dictionaries, filters, bounds, trace ids by hash.
 *
 * <p>Imports storage.model and storage.encoding.
 */
@NullMarked
package io.spanhouse.storage.index;

import org.jspecify.annotations.NullMarked;
