package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.index.TraceHash;
import io.spanhouse.storage.index.TraceIndexPages;
import io.spanhouse.storage.index.ValueFilter;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One project's part of a block, open for reading: its directory, the bounds of its row groups, and the way to everything
 * else. Immutable but for what the source caches, so any number of threads may share it; each brings a {@link ReadScratch}.
 *
 * <p>Takes about 250 bytes a row group and 150 a column. Opening reads two chunks. Nothing to close: the source belongs to
 * whoever made it.
 *
 * <pre>
 * BlockReader block = BlockReader.open(source, number, project);
 * GroupReader group = block.group(0, scratch);
 * group.codes(column).positions(0, group.rows(), codes, 0);
 * </pre>
 */
public final class BlockReader {
    private final ChunkSource source;
    private final KeptParts kept;
    private final long keptOwner;
    private final BlockIdentity identity;
    private final BlockDirectory directory;
    private final GroupBounds bounds;
    /** By row group: fragments and rows of all row groups before it, and the sum last. */
    private final int[] firstFragments;

    private final Map<String, List<AttributeColumn>> columnsByKey = new HashMap<>();

    private BlockReader(
            ChunkSource source, KeptParts kept, BlockIdentity identity, BlockDirectory directory, GroupBounds bounds) {
        this.source = source;
        this.kept = kept;
        this.keptOwner = kept.newOwner();
        this.identity = identity;
        this.directory = directory;
        this.bounds = bounds;
        this.firstFragments = firstFragments(directory, bounds);
        for (AttributeColumn column : directory.columns()) {
            columnsByKey.computeIfAbsent(column.key(), key -> new ArrayList<>()).add(column);
        }
    }

    /**
     * Opens a project's part of a block.
     *
     * @throws StoreException NOT_FOUND if the block has nothing of the project; CORRUPT or TOO_NEW
     */
    public static BlockReader open(ChunkSource source, long block, int project) {
        return open(source, KeptParts.NOTHING, block, project);
    }

    /**
     * Opens a project's part of a block that many queries will read.
     *
     * @param kept keeps for them what is worked out of it
     * @throws StoreException NOT_FOUND if the block has nothing of the project; CORRUPT or TOO_NEW
     */
    public static BlockReader open(ChunkSource source, KeptParts kept, long block, int project) {
        ChunkBuffer buffer = new ChunkBuffer();
        ChunkKey key = new ChunkKey(block, project, ChunkKind.BLOCK_DIRECTORY, 0, 0);
        if (!source.read(key, buffer)) {
            throw new StoreException(FailureKind.NOT_FOUND, "block " + block + " has nothing of project " + project);
        }
        BlockDirectory directory = ChunkFailure.naming(key, () -> BlockDirectory.read(payload(buffer)));
        BlockIdentity identity = new BlockIdentity(block, project, directory.hashSeed());
        ChunkKey boundsKey = identity.key(ChunkKind.GROUP_DIRECTORY, 0, 0);
        load(source, boundsKey, buffer);
        GroupBounds bounds = ChunkFailure.naming(boundsKey, () -> GroupBounds.read(payload(buffer)));
        return ChunkFailure.naming(boundsKey, () -> new BlockReader(source, kept, identity, directory, bounds));
    }

    private static int[] firstFragments(BlockDirectory directory, GroupBounds bounds) {
        if (bounds.groups() != directory.groups()
                || bounds.sum(Bound.FRAGMENTS) != directory.fragments()
                || bounds.sum(Bound.ROWS) != directory.rows()) {
            throw new StoreException(
                    FailureKind.CORRUPT,
                    "row groups have " + bounds.sum(Bound.ROWS) + " rows in " + bounds.sum(Bound.FRAGMENTS)
                            + " fragments, expected " + directory.rows() + " in " + directory.fragments());
        }
        int[] first = new int[bounds.groups() + 1];
        for (int group = 0; group < bounds.groups(); group++) {
            long fragments = bounds.get(Bound.FRAGMENTS, group);
            if (fragments < 0 || fragments > directory.fragments() - first[group]) {
                throw new StoreException(
                        FailureKind.CORRUPT, "row group " + group + " has " + fragments + " fragments");
            }
            first[group + 1] = first[group] + (int) fragments;
        }
        return first;
    }

    /** Whether parts are kept between queries. */
    boolean keepsParts() {
        return !kept.isNothing();
    }

    /** A part that is kept, read if it is not there. */
    <T extends KeptParts.Part> T kept(KeptParts.Kind kind, int first, int second, Class<T> type, Supplier<T> read) {
        return kept.get(new KeptParts.Place(keptOwner, kind, first, second), type, read);
    }

    /** Which block of which project this is. */
    public BlockIdentity identity() {
        return identity;
    }

    /** What is in the block. */
    public BlockDirectory directory() {
        return directory;
    }

    /** Bounds of the row groups. */
    public GroupBounds bounds() {
        return bounds;
    }

    /** Columns of a key on a level: of every type and occurrence, and after merges perhaps several of one. */
    public List<AttributeColumn> columns(Level level, String key) {
        List<AttributeColumn> found = new ArrayList<>();
        for (AttributeColumn column : columnsByKey.getOrDefault(key, List.of())) {
            if (column.level() == level) {
                found.add(column);
            }
        }
        return found;
    }

    /** The number of a row group's first fragment, counted over the block; fragments are numbered by row group. */
    public int firstFragment(int group) {
        return firstFragments[group];
    }

    /** The row group with a fragment. */
    public int groupOf(int fragment) {
        int low = 0;
        int high = bounds.groups() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (firstFragments[middle] <= fragment) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A reader of a row group. */
    public GroupReader group(int group, ReadScratch scratch) {
        return new GroupReader(this, scratch).open(group);
    }

    /** A reader of the distinct resources. */
    public GroupReader resources(ReadScratch scratch) {
        return new GroupReader(this, scratch).open(TableWriter.RESOURCES);
    }

    /** A reader of the distinct instrumentation scopes. */
    public GroupReader scopes(ReadScratch scratch) {
        return new GroupReader(this, scratch).open(TableWriter.SCOPES);
    }

    /** A reader of a sorted dictionary. */
    public DictionaryReader dictionary(int number, ReadScratch scratch) {
        return new DictionaryReader(this, number, scratch);
    }

    /**
     * Finds the fragments of a trace.
     *
     * @param into takes their numbers, see {@link #firstFragment}; as many as fit, in no order
     * @return how many there are; more than {@code into} holds means that it must be longer
     */
    public int find(long idHigh, long idLow, ReadScratch scratch, int[] into) {
        int[] candidates = into.length == 0 ? new int[1] : into;
        int count = candidates(idHigh, idLow, scratch, candidates);
        if (count > candidates.length) {
            candidates = new int[count];
            count = candidates(idHigh, idLow, scratch, candidates);
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            int fragment = candidates[i];
            if (hasId(fragment, idHigh, idLow, scratch)) {
                if (found < into.length) {
                    into[found] = fragment;
                }
                found++;
            }
        }
        return found;
    }

    /**
     * Finds the fragments that may be of a trace, by hash alone: 1.5 in 100 times one that is of another.
     *
     * @return how many there are; more than {@code into} holds means that it must be longer
     */
    public int candidates(long idHigh, long idLow, ReadScratch scratch, int[] into) {
        long hash = TraceHash.of(directory.hashSeed(), idHigh, idLow);
        int page = TraceIndexPages.page(hash, directory.traceIndexBits());
        ChunkKey key = identity.key(ChunkKind.TRACE_INDEX, page, 0);
        ChunkBuffer buffer = scratch.takeBuffer();
        load(key, buffer);
        int count = ChunkFailure.naming(
                key, () -> TraceIndexPages.find(payload(buffer), hash, directory.traceIndexBits(), into));
        for (int i = 0; i < Math.min(count, into.length); i++) {
            if (into[i] >= directory.fragments()) {
                throw ChunkFailure.corrupt(key, "fragment " + into[i] + " of " + directory.fragments());
            }
        }
        scratch.giveBuffer(buffer);
        return count;
    }

    private boolean hasId(int fragment, long idHigh, long idLow, ReadScratch scratch) {
        int group = groupOf(fragment);
        int position = fragment - firstFragments[group];
        int slice = position / IdColumn.SLICE;
        ChunkBuffer buffer = scratch.takeBuffer();
        ChunkKey key = identity.key(ChunkKind.IDS, group, IdColumn.TRACE_ID.column(slice));
        load(key, buffer);
        boolean same = ChunkFailure.naming(key, () -> {
            ByteReader in = payload(buffer);
            in.skip((long) (position % IdColumn.SLICE) * IdColumn.TRACE_ID.bytes());
            return in.u64() == idHigh && in.u64() == idLow;
        });
        scratch.giveBuffer(buffer);
        return same;
    }

    /**
     * Whether a row group may have a plain text.
     *
     * @param hash of the value, {@link io.spanhouse.storage.index.FilterHash#of}
     */
    public boolean mayContainText(int group, long hash, ReadScratch scratch) {
        int pages = (int) bounds.get(Bound.FILTER_PAGES, group);
        if (pages == 0) {
            return false;
        }
        ChunkBuffer buffer = scratch.takeBuffer();
        ChunkKey key = identity.key(ChunkKind.FILTER, group, ValueFilter.page(hash, pages));
        load(key, buffer);
        if (buffer.length() != ChunkEnvelope.BYTES + ValueFilter.PAGE_BYTES) {
            throw ChunkFailure.corrupt(key, "it has " + buffer.length() + " bytes");
        }
        boolean found = ValueFilter.mayContain(buffer.array(), ChunkEnvelope.BYTES, hash);
        scratch.giveBuffer(buffer);
        return found;
    }

    /** Reads a chunk that must be there. */
    void load(ChunkKey key, ChunkBuffer into) {
        load(source, key, into);
    }

    private static void load(ChunkSource source, ChunkKey key, ChunkBuffer into) {
        if (!source.read(key, into)) {
            throw ChunkFailure.corrupt(key, "it is missing");
        }
    }

    /** A reader of what a buffer holds behind the envelope. */
    static ByteReader payload(ChunkBuffer buffer) {
        return new ByteReader()
                .set(buffer.array(), ChunkEnvelope.BYTES, Math.max(0, buffer.length() - ChunkEnvelope.BYTES));
    }
}
