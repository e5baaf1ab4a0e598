/**
 * What lets a reader skip: sorted dictionaries, Bloom filters of plain values, trace ids by hash.
 *
 * <pre>
 * dictionary   values ascending by unsigned bytes, a value's code is its rank; cut into pages
 *   page       raw bytes varint, stored bytes, entries as one stretch (zstd if stored in fewer bytes)
 *   entries    count varint, then for each: bytes shared with the one before varint, further bytes varint, these
 *   index      pages varint, numbers (first code of each page), texts (first value of each page)
 *              A dictionary of one page has no index.
 *
 * filter       one bit array of 4,096-byte pages; a value's page and bits come from its hash:
 *              page = high 32 bits * pages >> 32, block of 64 bytes in the page = bits 0 to 5, six bits in the block
 *              = bits 6 to 14, 15 to 23, ... of 9 each
 *   hash       XXH3 64 with seed 0 of: value bytes; then mixed with XXH3 of the key and the type (FilterHash)
 *
 * trace index  entries by hash of the trace id, cut into 2^b pages by its high b bits
 *   page       entries u16 = n, form u8: ordinal width, bit 7 set; unary, packed(l), packed(width) ordinals
 *   fingerprint the 16 bits of the hash below the page's; they ascend
 *   l          low bits of a fingerprint that are packed: 16 minus the bits that n needs, at least 0
 *   unary      n + 2^(16-l) bits in whole bytes: for the i-th entry, from 0, bit (fingerprint >> l) + i is set
 *              With bit 7 of the form not set (format 1): packed(16) fingerprints, packed(width) ordinals.
 *   hash       TraceHash: the id mixed with the store's seed
 *   ordinal    number of the fragment in the block, counted over the row groups
 * </pre>
 *
 * <p>Numbers, texts and packed are storage.encoding's. Imports storage.model and storage.encoding.
 */
@NullMarked
package io.spanhouse.storage.index;

import org.jspecify.annotations.NullMarked;
