package io.spanhouse.storage;

import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.head.SealedPlaces;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.scan.ViewHolder;
import java.util.HashMap;
import java.util.Map;

/** Where the projects of a generation went when it was sealed. */
final class PlacesOfBlocks implements SealedPlaces {
    /** Where spans of a project went that was deleted before they were sealed: nowhere. */
    private static final FragmentSource NOWHERE = new FragmentSource() {};

    private final Map<Integer, FragmentSource> sources = new HashMap<>();
    private final Map<Integer, Long> buckets = new HashMap<>();

    PlacesOfBlocks(ViewHolder views, LedgerChange change) {
        for (StoredBlock block : change.added()) {
            FragmentSource source = views.source(block);
            if (source != null) {
                sources.put(block.project(), source);
                buckets.put(block.project(), block.bucket().sequence());
            }
        }
    }

    @Override
    public FragmentSource source(int project) {
        return sources.getOrDefault(project, NOWHERE);
    }

    @Override
    public long bucket(int project) {
        return buckets.getOrDefault(project, 0L);
    }
}
