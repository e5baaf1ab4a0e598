/**
 * The immutable columnar block.
 *
 * <p>Imports storage.model, storage.encoding and storage.index.
 */
@NullMarked
package io.spanhouse.storage.block;

import org.jspecify.annotations.NullMarked;
