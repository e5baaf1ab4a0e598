package io.spanhouse.query.recordings;

import io.spanhouse.storage.filter.Visibility;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Indexes of recordings that were looked at lately, up to {@link #BYTES_MAX} bytes together. What is held is true as long as
 * no spans of the run's traces came or went; else it is made anew. (That no run changed says nothing: frames also lie in
 * spans below the run's own, which do not name it.) Thread-safe.
 */
final class RecordingIndexes {
    /** Most bytes of all held indexes. */
    static final long BYTES_MAX = 32L << 20;

    private final Map<Key, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private final long bytesMax;
    private long bytes;

    RecordingIndexes(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Which recording, as who may see what. */
    record Key(int project, String script, String runId, Visibility visibility) {}

    private record Held(FrameIndex index, long stamp) {}

    /** The index of a recording; the reader is asked for one if none is held that is true still. */
    FrameIndex of(Key key, FrameReader reader) {
        long stamp = reader.stamp();
        Held known = find(key);
        if (known != null && known.stamp() == stamp) {
            return known.index();
        }
        FrameIndex made = reader.index();
        // What could not be read may be there again the next time.
        if (made.facts().completeness().complete()) {
            hold(key, new Held(made, stamp));
        }
        return made;
    }

    private synchronized @Nullable Held find(Key key) {
        return held.get(key);
    }

    private synchronized void hold(Key key, Held made) {
        Held before = held.put(key, made);
        bytes += made.index().heldBytes() - (before == null ? 0 : before.index().heldBytes());
        Iterator<Map.Entry<Key, Held>> oldest = held.entrySet().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            bytes -= oldest.next().getValue().index().heldBytes();
            oldest.remove();
        }
    }

    /** Bytes held now. */
    synchronized long heldBytes() {
        return bytes;
    }
}
