package io.spanhouse.storage.scan;

import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.rocks.StoredBlock;

/** A block as views have it: opened once, shared by all views that have it. Told apart by identity. */
public final class OpenBlock implements FragmentSource {
    private final StoredBlock stored;

    OpenBlock(StoredBlock stored) {
        this.stored = stored;
    }

    /** The block in its bucket. */
    public StoredBlock stored() {
        return stored;
    }

    int project() {
        return stored.project();
    }

    @Override
    public String toString() {
        return stored.toString();
    }
}
