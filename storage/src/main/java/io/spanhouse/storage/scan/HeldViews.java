package io.spanhouse.storage.scan;

import java.util.ArrayList;
import java.util.List;

/** The views that one query holds, closed together. */
final class HeldViews implements AutoCloseable {
    private final List<View> views = new ArrayList<>();

    /** Acquires a view of each partition. */
    static HeldViews acquire(List<ViewHolder> partitions) {
        HeldViews held = new HeldViews();
        try {
            for (ViewHolder partition : partitions) {
                held.views.add(partition.acquire());
            }
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
        return held;
    }

    /** Takes the heads back to a tick each. */
    HeldViews asOf(long[] ticks) {
        for (int i = 0; i < ticks.length; i++) {
            views.set(i, views.get(i).asOf(ticks[i]));
        }
        return this;
    }

    /** Names the project's blocks that could not be opened. */
    void noteDamage(int project, Coverage coverage) {
        for (View view : views) {
            view.noteDamage(project, coverage);
        }
    }

    List<View> list() {
        return views;
    }

    @Override
    public void close() {
        for (View view : views) {
            view.close();
        }
    }
}
