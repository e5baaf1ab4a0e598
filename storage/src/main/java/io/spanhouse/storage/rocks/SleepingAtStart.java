package io.spanhouse.storage.rocks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which of the buckets in a directory are not opened at the start: all of a lane but the newest {@link OpenBuckets#AT_START}. */
final class SleepingAtStart {
    private final Map<Integer, Long> firstOpened = new HashMap<>();

    /** @param paths of the directory, by name, which is by lane and sequence */
    SleepingAtStart(List<Path> paths) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = paths.size() - 1; i >= 0; i--) {
            BucketId id = BucketId.ofDirectory(Directories.name(paths.get(i)));
            if (id != null && counts.merge(id.lane(), 1, Integer::sum) <= OpenBuckets.AT_START) {
                firstOpened.put(id.lane(), id.sequence());
            }
        }
    }

    boolean has(BucketId id) {
        return id.sequence() < firstOpened.getOrDefault(id.lane(), 0L);
    }
}
