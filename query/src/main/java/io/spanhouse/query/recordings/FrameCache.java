package io.spanhouse.query.recordings;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames that were read lately, with their values, up to {@link #BYTES_MAX} bytes together: stepping through a recording reads
 * a span once and not once a step. A frame is of one index; another index of the same recording finds nothing. Thread-safe.
 */
final class FrameCache {
    /** Most bytes of values, names and what a frame takes beside them. */
    static final long BYTES_MAX = 16L << 20;

    /** A frame with larger values is not held. */
    private static final long FRAME_BYTES_MAX = 1L << 20;

    private static final long FRAME_BYTES = 160;
    private static final long VARIABLE_BYTES = 72;

    private final Map<Key, Frame> held = new LinkedHashMap<>(16, 0.75f, true);
    private final long bytesMax;
    private long bytes;

    /** Of one index, the very one. */
    private record Key(int index, int position) {}

    FrameCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized @Nullable Frame find(FrameIndex index, int position) {
        return held.get(new Key(index.number(), position));
    }

    synchronized void hold(FrameIndex index, Frame frame) {
        long size = size(frame);
        if (size > FRAME_BYTES_MAX) {
            return;
        }
        Frame before = held.put(new Key(index.number(), frame.position()), frame);
        bytes += size - (before == null ? 0 : size(before));
        Iterator<Frame> oldest = held.values().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    private static long size(Frame frame) {
        long size = FRAME_BYTES;
        for (Frame.Variable variable : frame.variables()) {
            size += VARIABLE_BYTES + variable.name.length() + variable.value.length;
        }
        return size;
    }
}
