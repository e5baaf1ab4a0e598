package io.spanhouse.storage.rocks;

import java.util.List;

/**
 * What a commit changed. The next view has the added blocks and not the removed ones; the removed stay readable for views
 * that hold them.
 *
 * @param added blocks that are new
 * @param removed blocks that are replaced or dropped
 */
public record LedgerChange(List<StoredBlock> added, List<StoredBlock> removed) {
    public LedgerChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }
}
