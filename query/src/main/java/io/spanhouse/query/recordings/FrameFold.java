package io.spanhouse.query.recordings;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.frames.FrameCursor;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.LongColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the frames of a recording in the order of their indexes and follows which of them set which variable last. Keeps
 * that before every hundredth frame or so; of recordings whose many variables would make it larger than {@link #BYTES_MAX} more
 * rarely. Not thread-safe.
 */
final class FrameFold {
    /** Frames from one kept state to the next, at most, as long as they fit. */
    static final int INTERVAL = 100;

    /** Most bytes of all kept states of a recording, about. */
    static final long BYTES_MAX = 8L << 20;

    private final IntColumn positions = new IntColumn(64);
    private final IntColumn indexes = new IntColumn(64);
    private final IntColumn steps = new IntColumn(64);
    private final IntColumn spans = new IntColumn(64);
    private final IntColumn events = new IntColumn(64);
    private final LongColumn leastTimes = new LongColumn(64);
    private final IntColumn exceptions = new IntColumn(16);
    private final List<String> variables = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<FrameTable, int[]> numbersOfTables = new HashMap<>();
    private final List<int[]> kept = new ArrayList<>();
    private final IntColumn keptAt = new IntColumn(64);
    private int[] now = new int[0];
    private int interval = INTERVAL;
    private long keptBytes;
    private int size;
    private int lastIndex;
    private int step = Integer.MAX_VALUE;

    /**
     * Adds some frames of a piece, which come next by their indexes.
     *
     * @param offset of the first of them in the piece
     * @param cursor stands before that frame or further ahead; null for a new one
     */
    void add(FrameTable table, int piece, int span, int offset, int count, @Nullable FrameCursor cursor) {
        int index = table.index(piece) + offset * table.step(piece);
        if (size > 0) {
            step = Math.min(step, index - lastIndex);
        }
        if (count > 1) {
            step = Math.min(step, table.step(piece));
        }
        lastIndex = index + (count - 1) * table.step(piece);
        if (kept.isEmpty() || size + count - keptAt.get(kept.size() - 1) > interval) {
            keep();
        }
        positions.add(size);
        indexes.add(index);
        steps.add(count > 1 ? table.step(piece) : 0);
        spans.add(span);
        events.add(table.event(piece) + offset);
        leastTimes.add(table.leastTimeNanos(piece));
        fold(table, cursor == null ? new FrameCursor(table, piece) : cursor, offset, count);
    }

    private void fold(FrameTable table, FrameCursor cursor, int offset, int count) {
        int[] numberOf = numbersOfTables.computeIfAbsent(table, this::numbers);
        while (cursor.frame() < offset - 1) {
            cursor.next();
        }
        for (int i = 0; i < count; i++) {
            cursor.next();
            for (int j = 0; j < cursor.count(); j++) {
                now[numberOf[cursor.variable(j)]] = size;
            }
            if (cursor.hasException()) {
                exceptions.add(size);
            }
            size++;
        }
    }

    private int[] numbers(FrameTable table) {
        int[] numberOf = new int[table.variables()];
        for (int i = 0; i < numberOf.length; i++) {
            numberOf[i] = numbers.computeIfAbsent(table.variable(i), name -> {
                variables.add(name);
                return variables.size() - 1;
            });
        }
        int before = now.length;
        if (before < variables.size()) {
            now = Arrays.copyOf(now, variables.size());
            Arrays.fill(now, before, now.length, FrameIndex.NONE);
        }
        return numberOf;
    }

    private void keep() {
        kept.add(now.clone());
        keptAt.add(size);
        keptBytes += bytes(now);
        while (keptBytes > BYTES_MAX && kept.size() > 1) {
            interval *= 2;
            int left = 0;
            keptBytes = 0;
            for (int i = 0; i < kept.size(); i += 2) {
                kept.set(left, kept.get(i));
                keptAt.set(left, keptAt.get(i));
                keptBytes += bytes(kept.get(i));
                left++;
            }
            kept.subList(left, kept.size()).clear();
            keptAt.truncate(left);
        }
    }

    private static long bytes(int[] state) {
        return 24L + (long) Integer.BYTES * state.length;
    }

    /** The index of all that was added. */
    FrameIndex index(FrameIndex.Span[] spansOfRun, long bytes, Completeness completeness) {
        return new FrameIndex(
                new FrameIndex.Facts(size, bytes, size < 2 ? 1 : step, values(exceptions), "", completeness),
                spansOfRun,
                new FrameIndex.Stretches(
                        values(positions),
                        values(indexes),
                        values(steps),
                        values(spans),
                        values(events),
                        Arrays.copyOf(leastTimes.array(), leastTimes.size())),
                variables,
                new FrameIndex.States(values(keptAt), kept.toArray(new int[0][])));
    }

    private static int[] values(IntColumn column) {
        return Arrays.copyOf(column.array(), column.size());
    }
}
