package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.ReadScratch;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Row groups that stay open while fragments in them are read, since traces that are read together often lie together. The
 * least recently used is closed beyond {@value #OPEN_MAX}. One a thread and unit of work; not thread-safe.
 */
final class OpenGroups implements AutoCloseable {
    static final int OPEN_MAX = 8;

    private record Place(OpenBlock block, int group) {}

    /**
     * A row group that is open.
     *
     * @param group its columns
     * @param traces its trace rows
     * @param texts its texts
     */
    record Open(GroupReader group, GroupTraces traces, BlockTexts texts) {}

    private final LinkedHashMap<Place, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable ReadScratch scratch;
    private @Nullable ScratchPool scratches;

    /** A row group of a block; good until the next call. */
    Open get(OpenBlock block, int group) {
        Place place = new Place(block, group);
        Open known = open.get(place);
        if (known != null) {
            return known;
        }
        if (open.size() == OPEN_MAX) {
            Iterator<Map.Entry<Place, Open>> eldest = open.entrySet().iterator();
            eldest.next().getValue().group.close();
            eldest.remove();
        }
        ReadScratch own = scratch(block);
        GroupReader reader = block.reader().group(group, own);
        Open opened = new Open(reader, new GroupTraces(reader), new BlockTexts(reader, own));
        open.put(place, opened);
        return opened;
    }

    private ReadScratch scratch(OpenBlock block) {
        ReadScratch own = scratch;
        if (own == null) {
            scratches = block.scratches();
            own = scratches.take();
            scratch = own;
        }
        return own;
    }

    @Override
    public void close() {
        for (Open group : open.values()) {
            group.group.close();
        }
        open.clear();
        if (scratch != null && scratches != null) {
            scratches.give(scratch);
            scratch = null;
        }
    }
}
