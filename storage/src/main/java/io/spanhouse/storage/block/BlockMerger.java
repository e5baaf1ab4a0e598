package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Makes one block of several of one project, the light way: dictionaries and tables are united, row groups are copied with
 * other lists of codes and put in order. Fragments stay what and where they are: of two fragments of a trace the one in the
 * row group of the newer generation stays the newer.
 *
 * <p>Costs some 0.1 us a span. Holds one chunk, one page of each input's dictionary, 4 bytes a dictionary value, 8 bytes a
 * fragment, and the resources. One merge at a time; not thread-safe. Whoever made it closes it.
 */
public final class BlockMerger implements AutoCloseable {
    /** Most resources and scopes of the inputs together. */
    static final int TABLE_ROWS_MAX = 1 << 18;
    /** Most rows of a merged block. */
    static final int ROWS_MAX = 1 << 28;

    private final Encoders encoders = new Encoders();
    private final ReadScratch scratch = new ReadScratch();

    /** One row group of one input. */
    private record Source(int input, int group, long late, long start) {}

    /** Whether these blocks may become one: whether what must be united has a size that a block may have. */
    public static boolean fits(List<MergeInput> inputs) {
        long tableRows = 0;
        long rows = 0;
        for (MergeInput input : inputs) {
            tableRows += input.block().directory().resources()
                    + input.block().directory().scopes();
            rows += input.block().directory().rows();
        }
        return tableRows <= TABLE_ROWS_MAX && rows <= ROWS_MAX && MergedColumns.fit(inputs);
    }

    /**
     * Writes one block.
     *
     * @return how many bytes its chunks of each kind take
     * @throws StoreException TOO_LARGE if the inputs do not {@link #fits fit}
     */
    public Map<ChunkKind, Long> merge(BlockIdentity identity, List<MergeInput> inputs, ChunkSink sink) {
        if (!fits(inputs)) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "dictionaries or tables of " + inputs.size() + " blocks are too large for one block: merge fewer");
        }
        List<UsedCodes> used = new ArrayList<>();
        inputs.forEach(input -> used.add(new UsedCodes(input, scratch)));
        MergedTables tables = new MergedTables(inputs, used, scratch);
        CodeScratch codeScratch = new CodeScratch();
        try (PairCodes pairs = new PairCodes(tables.rows(), codeScratch);
                TableCodes tableCodes =
                        new TableCodes(tables.rows(), tables.resources(), tables.scopes(), pairs, codeScratch)) {
            MergedColumns columns = new MergedColumns(inputs, used, scratch);
            return merge(identity, inputs, columns, tables, tableCodes, new ChunkOutput(sink, identity));
        }
    }

    private Map<ChunkKind, Long> merge(
            BlockIdentity identity,
            List<MergeInput> inputs,
            MergedColumns columns,
            MergedTables tables,
            TableCodes tableCodes,
            ChunkOutput output) {
        DictionaryWriter dictionaries = new DictionaryWriter(output, encoders);
        columns.writeFixed(dictionaries);
        tableCodes.collect();
        ValueGathering gathering = new ValueGathering();
        tableCodes.writeFixed(gathering, dictionaries);
        fillServices(inputs, columns, tables, tableCodes);
        int next = columns.writeAttributes(FixedDictionary.FIRST_ATTRIBUTE, dictionaries);
        PairCodes pairs = tableCodes.pairs();
        pairs.writeDictionaries(next, gathering, dictionaries);
        LongColumn hashes = new LongColumn(1024);
        GroupCopier.Target target = new GroupCopier.Target(columns, tables, output, encoders, scratch, hashes);
        GroupBounds bounds = copyGroups(identity.hashSeed(), inputs, target);
        ColumnRegistry registry = new ColumnRegistry(pairs, columns.columns());
        GroupWriter.Outputs outputs = new GroupWriter.Outputs(output, encoders);
        new TableWriter(tableCodes, registry, dictionaries.infos(), outputs).write();
        int traceIndexBits = BlockWriter.writeTraceIndex(hashes.array(), hashes.size(), output);
        bounds.write(encoders.numbers, output.begin());
        output.end(ChunkKind.GROUP_DIRECTORY, 0, 0);
        directory(identity, inputs, bounds, tables, traceIndexBits, dictionaries, registry)
                .write(output.begin());
        output.end(ChunkKind.BLOCK_DIRECTORY, 0, 0);
        return output.bytes();
    }

    private void fillServices(
            List<MergeInput> inputs, MergedColumns columns, MergedTables tables, TableCodes tableCodes) {
        for (int input = 0; input < inputs.size(); input++) {
            int[] codes = columns.codes(input, FixedDictionary.SERVICE.number());
            int[] resources = tables.resources(input);
            int[] services = new int[resources.length];
            try (GroupReader table = inputs.get(input).block().resources(scratch)) {
                table.codes(Field.RESOURCE_SERVICE.number()).codes(0, services.length, services, 0);
            }
            for (int i = 0; i < resources.length; i++) {
                if (resources[i] != DictionaryUnion.UNUSED) {
                    tableCodes.services()[resources[i]] = codes[services[i]];
                }
            }
        }
    }

    private static GroupBounds copyGroups(long seed, List<MergeInput> inputs, GroupCopier.Target target) {
        List<GroupCopier> copiers = new ArrayList<>();
        List<Source> sources = new ArrayList<>();
        for (int input = 0; input < inputs.size(); input++) {
            BlockReader block = inputs.get(input).block();
            copiers.add(new GroupCopier(input, block, target));
            for (int group : inputs.get(input).groups()) {
                long late = block.bounds().get(Bound.LATE, group);
                // Turned so that unsigned starts sort as signed numbers.
                long start = block.bounds().get(Bound.TRACE_START_MIN, group) ^ Long.MIN_VALUE;
                sources.add(new Source(input, group, late, start));
            }
        }
        sources.sort(Comparator.comparingLong(Source::late).thenComparingLong(Source::start));
        GroupBounds bounds = new GroupBounds();
        for (Source source : sources) {
            copiers.get(source.input()).copy(source.group(), bounds.groups(), seed);
            bounds.add(inputs.get(source.input()).block().bounds(), source.group());
        }
        return bounds;
    }

    private static BlockDirectory directory(
            BlockIdentity identity,
            List<MergeInput> inputs,
            GroupBounds bounds,
            MergedTables tables,
            int traceIndexBits,
            DictionaryWriter dictionaries,
            ColumnRegistry registry) {
        long ignorable = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (MergeInput input : inputs) {
            BlockDirectory directory = input.block().directory();
            ignorable |= directory.ignorableFeatures();
            first = Math.min(first, directory.generationFirst());
            last = Math.max(last, directory.generationLast());
        }
        return new BlockDirectory(
                ignorable,
                identity.hashSeed(),
                first,
                last,
                (int) bounds.sum(Bound.ROWS),
                (int) bounds.sum(Bound.FRAGMENTS),
                bounds.groups(),
                tables.resources().size(),
                tables.scopes().size(),
                traceIndexBits,
                dictionaries.infos(),
                registry.columns());
    }

    @Override
    public void close() {
        encoders.close();
        scratch.close();
    }
}
