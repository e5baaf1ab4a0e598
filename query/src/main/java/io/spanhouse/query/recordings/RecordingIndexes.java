package io.spanhouse.query.recordings;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Indexes of recordings that were looked at lately, up to {@link #BYTES_MAX} bytes together. One that was made of fewer spans
 * than there are now is made anew. Thread-safe.
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

    /** Which recording. */
    record Key(int project, String script, String runId) {}

    private record Held(FrameIndex index, long spans) {}

    /** The index of a recording of so many spans; the maker is asked if none is held. */
    FrameIndex of(Key key, long spans, Maker maker) {
        FrameIndex known = find(key, spans);
        if (known != null) {
            return known;
        }
        FrameIndex made = maker.make();
        // What could not be read may be there again the next time.
        if (made.facts().completeness().complete()) {
            hold(key, new Held(made, spans));
        }
        return made;
    }

    /** Makes an index. */
    @FunctionalInterface
    interface Maker {
        FrameIndex make();
    }

    private synchronized @Nullable FrameIndex find(Key key, long spans) {
        Held found = held.get(key);
        return found != null && found.spans() == spans ? found.index() : null;
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
