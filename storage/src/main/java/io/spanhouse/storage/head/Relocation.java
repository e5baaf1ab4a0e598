package io.spanhouse.storage.head;

import org.jspecify.annotations.Nullable;

/** Where fragments went when blocks were merged, moved or dropped. */
@FunctionalInterface
public interface Relocation {
    /**
     * Where the newest fragment of a trace in blocks lies now.
     *
     * @param place where it was
     * @param project the trace's project
     * @return {@code place} itself if it did not move; null if it is gone
     */
    @Nullable
    FragmentPlace moved(FragmentPlace place, int project, long idHigh, long idLow);
}
