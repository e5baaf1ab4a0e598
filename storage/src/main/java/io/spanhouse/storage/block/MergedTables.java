package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The distinct resources and scopes of several blocks: each block's are put together again in one builder, which finds
 * those that are equal; what no row group uses that is taken is left out. Costs some microseconds a resource of each input, and holds them all. Not thread-safe.
 */
final class MergedTables {
    private static final int PIECE_ROWS = 1024;

    /** By input: the builder's index of each row of its table, {@link DictionaryUnion#UNUSED} of one that nothing uses. */
    private final List<int[]> resources = new ArrayList<>();

    private final List<int[]> scopes = new ArrayList<>();
    private final IntColumn allResources = new IntColumn(64);
    private final IntColumn allScopes = new IntColumn(64);
    private final SpanBatch rows;

    MergedTables(List<MergeInput> inputs, List<UsedCodes> used, ReadScratch scratch) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        for (int number = 0; number < inputs.size(); number++) {
            BlockReader block = inputs.get(number).block();
            UsedCodes usedHere = used.get(number);
            DictionaryStrings strings = new DictionaryStrings(block, scratch, builder);
            try (TableDecoder tables = new TableDecoder(block, scratch, strings, builder)) {
                tables.pieceRows(PIECE_ROWS);
                int[] ofResources = new int[block.directory().resources()];
                for (int i = 0; i < ofResources.length; i++) {
                    ofResources[i] = usedHere.hasResource(i) ? tables.resource(i) : DictionaryUnion.UNUSED;
                }
                resources.add(ofResources);
                int[] ofScopes = new int[block.directory().scopes()];
                for (int i = 0; i < ofScopes.length; i++) {
                    ofScopes[i] = usedHere.hasScope(i) ? tables.scope(i) : DictionaryUnion.UNUSED;
                }
                scopes.add(ofScopes);
            }
        }
        rows = builder.build();
        for (int i = 0; i < rows.resources().size(); i++) {
            allResources.add(i);
        }
        for (int i = 0; i < rows.scopes().size(); i++) {
            allScopes.add(i);
        }
    }

    /** The resources and scopes as the tables of a batch without rows. */
    SpanBatch rows() {
        return rows;
    }

    /** All resources, in the order of the merged table. */
    IntColumn resources() {
        return allResources;
    }

    /** All scopes, in the order of the merged table. */
    IntColumn scopes() {
        return allScopes;
    }

    /** By row of an input's table of resources, the row of the merged one. */
    int[] resources(int input) {
        return resources.get(input);
    }

    /** By row of an input's table of scopes, the row of the merged one. */
    int[] scopes(int input) {
        return scopes.get(input);
    }
}
