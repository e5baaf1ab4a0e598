/**
 * The immutable columnar block: how one project's spans lie on disk. This is the description of format 2; with those of
 * {@link io.spanhouse.storage.encoding} (numbers, codes, texts, varint, zigzag) and {@link io.spanhouse.storage.index}
 * (dictionary pages, filter, trace index) a reader can be written from it.
 *
 * <h2>Words</h2>
 *
 * A <b>block</b> is a set of chunks under one (block number, project). A <b>row</b> is a span. A <b>fragment</b> is the
 * rows of one trace in this block, side by side, in tree order ({@link io.spanhouse.storage.block.TreeOrder}). A <b>row
 * group</b> is some whole fragments, of at most 32,768 rows unless one fragment has more; row groups lie by start,
 * ordinary ones before late ones, and fragments in a row group by (whole trace's start, id). A <b>chunk</b> is the unit of
 * reading: one column of one row group, one page of an index. A <b>code</b> is the rank of a value in a sorted dictionary
 * of the block. An <b>owner</b> is what an attribute hangs on: a span, event, link, resource or scope.
 *
 * <h2>Chunks</h2>
 *
 * Key and envelope are in {@link io.spanhouse.storage.block.ChunkKey} and {@link
 * io.spanhouse.storage.block.ChunkEnvelope}; kinds in {@link io.spanhouse.storage.block.ChunkKind}. Keys ascend in this
 * order:
 *
 * <pre>
 * dictionary d, page p       DICTIONARY        for each sorted dictionary
 * dictionary d               DICTIONARY_INDEX  if it has more than one page
 * row group g                TRACE columns, IDS slices, COLUMN columns, SPARSE, OPERATIONS, FILTER pages,
 *                            LARGE values, FRAMES pages, GROUP: all of row group 0, then all of row group 1, ...
 * tables                     the same kinds with part 0xFFFFFFF0 (resources) and 0xFFFFFFF1 (scopes)
 * trace index page p         TRACE_INDEX
 * row group directory        GROUP_DIRECTORY
 * block directory            BLOCK_DIRECTORY   a reader starts here
 * </pre>
 *
 * <p>The part comes before the column, so a block is written in key order row group by row group: a seal and a merge of
 * any size hold the columns of one row group and no more, and a read of one trace finds all it needs side by side. What is
 * known last sorts last.
 *
 * <h2>Row group</h2>
 *
 * The GROUP chunk ({@link io.spanhouse.storage.block.GroupHeader}) lists the columns: number, values, place. A payload lies
 * in a chunk of its own (kind TRACE for fields of level TRACE, else COLUMN), or inline in the GROUP chunk if it has at most
 * 512 bytes, or, if it has values for fewer than one in 64 owners, in the SPARSE chunk ({@link
 * io.spanhouse.storage.block.SparseColumns}). Wherever it lies, the payload is the same:
 *
 * <pre>
 * field with a dictionary             codes of that dictionary        one a span, event, link or fragment
 * RESOURCE, SCOPE                     codes: rows of the tables
 * FORM, TRACE_FORM                    codes: forms, 0 to one less than there are
 * other field                         numbers, or numbers by form
 * OUTSIDE_PARENT                      numbers, one for each row whose PARENT is 1
 * attribute column, mode SORTED       codes of its dictionary         one an owner that has the key
 * attribute column, mode NUMBER       numbers: INT values, or bits of DOUBLE values
 * attribute column, mode TEXT         large varint, [numbers (positions), first varint], texts
 * field that a reader does not know   anything but codes; kind COLUMN; merges copy it
 * </pre>
 *
 * <p>Fields are in {@link io.spanhouse.storage.block.Field}, with what each number is relative to: a span's start is kept
 * as its distance to the trace's, an end as a duration modulo 2^64, a parent as a distance in rows. All 32-bit numbers are
 * kept sign-extended.
 *
 * <p>Fields of spans that go together, such as name, kind, scope, resource, shape and flags, have one number a row between
 * them: which of the row group's <b>forms</b> the row has (FORM). Each of these fields then has its values once a form: its
 * codes are by form (encoding 3 of codes), or its numbers ({@link io.spanhouse.storage.encoding.FormNumbers}). Which fields
 * go together is the writer's choice for each row group; fragments have forms of their own (TRACE_FORM). Row groups that a
 * merge copies keep theirs.
 *
 * <p>Attributes: there is one column for each (level, key, type, occurrence), listed in the block directory; the columns
 * of an owner and their order are its <b>shape</b>. A row group numbers its distinct shapes ({@link
 * io.spanhouse.storage.block.Sequences}) and has one number an owner (SHAPE, EVENT_SHAPE, LINK_SHAPE). The n-th value of a
 * column belongs to the n-th owner whose shape has the column: no presence bits. Events and links of a row group lie in the
 * order of its rows; EVENTS and LINKS say how many each row has.
 *
 * <p>A value of mode TEXT with over 16 KiB lies in a LARGE chunk (zstd if that is shorter); in its column stands its length
 * u32 and {@link io.spanhouse.storage.index.FilterHash#ofValue} u64, little-endian. An empty LARGE chunk says that the value
 * was damaged before it came here.
 *
 * <p>IDS are raw ({@link io.spanhouse.storage.block.IdColumn}); OPERATIONS is {@link
 * io.spanhouse.storage.block.OperationTable}; FILTER pages are of all values of mode TEXT of spans, events and links.
 * FRAMES pages say which events are frames of recordings, and which variables these set ({@link
 * io.spanhouse.storage.frames.FramePage}); what they say follows from the rows, so who does not know them or finds them damaged
 * reads these, and FRAME_PAGES of a row group tells that there are none from that nobody looked.
 * Services of a fragment are one number, the set, of {@code GROUP}'s sets.
 *
 * <h2>Tables</h2>
 *
 * The distinct resources and scopes of the block are rows of tables that look like row groups without fragments, ids and
 * filter: their attributes are columns of level RESOURCE and SCOPE, their shapes in the first place. A condition on a
 * resource is decided once for each distinct one.
 *
 * <h2>Directories</h2>
 *
 * {@link io.spanhouse.storage.block.BlockDirectory} and {@link io.spanhouse.storage.block.GroupBounds}, which has the
 * {@link io.spanhouse.storage.block.Bound}s.
 *
 * <h2>Reading spans</h2>
 *
 * From the block directory: dictionaries and attribute columns. Dictionary d is made of its pages, in order; 0 to 8 are those
 * of {@link io.spanhouse.storage.block.FixedDictionary} in the order named there, those of attributes begin at 16. Values of
 * attributes, in dictionaries and as texts, are bytes as {@link io.spanhouse.storage.model.ValueBytes} says, by the column's
 * type; doubles of mode NUMBER are their bits unchanged. Codes of levels, modes and types are places in the lists of {@link
 * io.spanhouse.storage.block.Level}, {@link io.spanhouse.storage.block.DictionaryMode} (0 SORTED, 1 TEXT, 2 NUMBER) and {@link
 * io.spanhouse.storage.model.ValueType}, from 0. Then for each row group:
 *
 * <pre>
 * 1  GROUP: counts, columns, shapes. A column that is not listed has no values.
 * 2  FORM and TRACE_FORM, if they are there: what columns of spans and of fragments that are by form refer to.
 * 3  TRACE_ROWS: which rows each fragment has. IDS: trace ids are slices 0, 1, ... and span ids slices 65,536, 65,537, ...
 * 4  for each row: start = TRACE_START of its fragment + START_AFTER, end = start + DURATION, both modulo 2^64; the parent is
 *    none (PARENT 0), the next of OUTSIDE_PARENT (1), or the span id of the row PARENT - 1 before.
 * 5  its attributes: for each member of shape SHAPE the next value of that column of the header's list.
 * 6  the next EVENTS events and LINKS links, in the same way with EVENT_SHAPE and LINK_SHAPE.
 * 7  RESOURCE and SCOPE: rows of the tables, read like row groups with one shape an owner.
 * </pre>
 *
 * <p>In a column of mode TEXT the i-th of the positions is the value whose LARGE chunk has the number first + i.
 *
 * <h2>Versions</h2>
 *
 * Format 1 had no forms, no frames in classes, no unary fingerprints, and ROOT_START_AFTER and ROOT_DURATION_LESS instead of
 * ROOT_START_BESIDE and ROOT_DURATION_BESIDE. A block of format 2 may have row groups as format 1 had them: a merge copies
 * them.
 *
 * <p>The envelope has the format's version: a later one is refused as TOO_NEW, earlier ones stay readable. The block directory
 * has bits for features that a reader must know and for those that it may leave aside: a field whose number is not known,
 * further bounds, kinds of chunks that nothing refers to.
 *
 * <h2>Around the format</h2>
 *
 * {@link io.spanhouse.storage.block.BlockWriter} makes a block from rows, {@link io.spanhouse.storage.block.BlockMerger}
 * one from several; {@link io.spanhouse.storage.block.BlockReader}, {@link io.spanhouse.storage.block.GroupReader} and
 * {@link io.spanhouse.storage.block.SpanDecoder} read; {@link io.spanhouse.storage.block.BlockVerifier} and {@link
 * io.spanhouse.storage.block.BlockDump} check and show. Chunks go and come through {@link
 * io.spanhouse.storage.block.ChunkSink} and {@link io.spanhouse.storage.block.ChunkSource}.
 *
 * <p>Imports storage.model, storage.encoding, storage.index and storage.frames.
 */
@NullMarked
package io.spanhouse.storage.block;

import org.jspecify.annotations.NullMarked;
