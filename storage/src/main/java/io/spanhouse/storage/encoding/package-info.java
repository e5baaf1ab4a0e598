/**
 * Numbers, codes and byte strings to bytes and back: pure functions on primitive arrays.
 *
 * <p>Every encoding starts with one byte that says which it is; the writer takes the cheapest by estimate. How many values
 * there are is not stored: who reads knows it. Fixed-width integers and packed bits are little-endian, bit 0 first.
 *
 * <pre>
 * varint    = unsigned LEB128, at most 10 bytes
 * zigzag    = varint of (n &lt;&lt; 1) ^ (n >> 63)
 * packed(w) = the values one after the other, w bits each, the last byte filled with zeros
 *
 * numbers   = encoding u8, then                                    n values of 64 bits
 *   0 constant   value zigzag                                      (also for n = 0)
 *   1 raw        n * 8 bytes
 *   2 frames     offset bytes u8 (1 to 4), end of each frame from the start of the first, frames of 1,024 values
 *   3 runs       runs varint, numbers (their values), numbers (their lengths minus 1)
 * frame     = mode u8, base zigzag, [first value zigzag], then exceptions, packed; or classes
 *   mode         bit 7: values are differences to the one before, the first value stands apart and its difference is base;
 *                bits 0 to 6: width w, 0 to 57 or 64; or 126 for classes (from format 2 on)
 *   exceptions   count varint; then for each its position u16 and value minus base zigzag; their packed bits are 0
 *   packed(w)    value minus base
 *   classes      four widths u8, 0 to 57; packed(2): which of them each value has; then the values minus base of the first
 *                width, packed, then those of the second, and so on
 *
 * codes     = encoding u8, then                                    n values, each one of d codes of a table
 *   0 constant   code varint                                       d = 1 (also for n = 0)
 *   1 packed     d varint, list, packed(bits of d - 1)
 *   2 runs       d varint, list, runs varint, numbers (their lengths minus 1), packed (one a run)
 *   3 by form    d varint, list, forms varint, packed (one a form): another column of codes, whose table the forms are, says
 *                which form each value has (from format 2 on)
 * list      = numbers: the d codes, each once, ascending if the table is sorted
 *              Packed values are positions in the list: a merge writes another list and copies the rest.
 *
 * texts     = form u8, then                                        n byte strings
 *   0 bytes      lengths, frames
 *   1 hex        lengths, frames: lower-case hexadecimal, two digits a byte
 *   2 uuid       frames: 8-4-4-4-12 lower-case hexadecimal digits as 16 bytes
 *   3 decimal    numbers: canonical decimal numbers of at most 18 digits
 * lengths   = numbers: bytes of each string as framed
 * frames    = frames varint, numbers (strings in each), numbers (stored bytes of each), stored bytes
 *              About 64 KiB a frame before compression. A frame that is stored in fewer bytes than it has is zstd.
 * </pre>
 *
 * <p>Readers check everything before they believe it: a count, length, width or position that cannot be is a {@link
 * io.spanhouse.storage.model.StoreException} CORRUPT, never an endless loop or an array of absurd size. They may load up
 * to {@link io.spanhouse.storage.encoding.Packed#SLACK} bytes behind the input, so arrays must be that much longer.
 *
 * <p>Imports storage.model at most.
 */
@NullMarked
package io.spanhouse.storage.encoding;

import org.jspecify.annotations.NullMarked;
