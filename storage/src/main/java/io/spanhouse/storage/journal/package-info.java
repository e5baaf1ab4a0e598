/**
 * The journal: a partition's append-only log of accepted batches, synced before they are acknowledged, and the frame that
 * carries one batch.
 *
 * <p>Imports {@code storage.model} and {@code storage.encoding} only.
 *
 * <h2>Frame, version 1</h2>
 *
 * Numbers are varints (little-endian base 128) unless a width is given; {@code u64} is big-endian; zigzag maps a signed
 * number to a varint. A <i>column</i> of n numbers is {@code mode u8}, then for mode 0 n varints, for mode 1 (value, run
 * length) until n are reached. Strings are codes: 0 is empty, the others count from 1 in the order written. Unsigned and
 * enum numbers are kept in 32 bits as sent.
 *
 * <pre>
 * frame      version u8 = 1, strings, pairs, resources, scopes, rows, events, links
 * strings    count, length*, bytes*
 * pairs      count, key string*, (type + 16 * length)*, value bytes*
 *            types as in ValueType; length 0 is written for types of one length, which have that many bytes
 * resources  count, (present u8, dropped attributes, schema URL string, entity references string,
 *            attribute count, pair*)*
 * scopes     count, (present u8, name string, version string, dropped attributes, schema URL string,
 *            attribute count, pair*)*
 * rows       count n, span id u64 * n
 *            trace count, (trace id u64 u64)*, column: trace
 *            column: parent, 0 none, 1 an id of its own, else 2 + zigzag(row - parent's row), then u64 for each 1
 *            zigzag(start - start of the row before) * n, zigzag(end - start) * n, both modulo 2^64
 *            columns: name, kind, status code, status message, trace state, flags, marks, resource, scope,
 *            dropped attributes, dropped events, dropped links, attribute count; then pair* of all rows
 * events     column: events a row; zigzag(time - start of the row)*
 *            columns: name, dropped attributes, attribute count; then pair* of all events
 * links      column: links a row; presence (1 trace id, 2 span id)*; (trace id u64 u64)? (span id u64)? a link
 *            columns: trace state, flags, dropped attributes, attribute count; then pair* of all links
 * </pre>
 *
 * <h2>Files</h2>
 *
 * A directory holds segments, {@code <first offset, 20 digits>.journal}; the file {@code high-water}; and
 * {@code quarantine/}, copies of bytes that were not what was written. Offsets number the records of a partition, only
 * grow, and are never used twice; those of a record whose write failed stay unused. All numbers are big-endian.
 *
 * <pre>
 * segment    header, record*
 * header     magic u64 "SPANJRNL", version u32 = 1, length u32 of the whole header, store id u64 u64, partition u32,
 *            first offset u64, first offset of the segment before u64, last offset before this segment u64,
 *            header CRC of the record with that offset u32, lane count u32, (lane u32, sealed offset u64)*,
 *            CRC32C u32 of all before
 * record     magic u32 "SPRC", header CRC32C u32, payload CRC32C u32, payload length u32, offset u64, tick u64,
 *            synced u64, received milliseconds u64, project u32, lane u32, spans u32, format u32, payload
 * high water magic u64 "SPANHIGH", version u32 = 1, store id u64 u64, partition u32, first offset of the newest segment u64,
 *            last offset u64, CRC32C u32
 * </pre>
 *
 * The header CRC of a record starts with its store id, partition and the segment's first offset, so a record in a wrong
 * place is no record. {@code synced} is the length of this segment that was on disk before the record was written: a valid
 * record proves all before that length, which tells damage (bytes that were on disk and are no more what they were) from
 * the torn end of a write that a power cut interrupted. Format 1 is a frame; format 0 is a mark without payload, which
 * only proves what is before it.
 *
 * <h2>Why not preallocated</h2>
 *
 * Overwriting zeros syncs in about 135 microseconds, appending in about 220, a sparse file in 430 (16 KB writes on ext4).
 * Writing the zeros first would double the bytes that the journal costs, group commit hides the difference, and a file
 * that ends where its records end makes a torn end plain. So segments grow.
 */
@NullMarked
package io.spanhouse.storage.journal;

import org.jspecify.annotations.NullMarked;
