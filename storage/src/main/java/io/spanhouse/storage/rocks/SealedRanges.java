package io.spanhouse.storage.rocks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How far the journal is in blocks, as the SSTs that count say it. Immutable; made anew after each change, so that a
 * replay may ask for every record.
 */
final class SealedRanges {
    private final List<List<SstHeader>> chains = new ArrayList<>();
    private final List<JournalGap> gaps = new ArrayList<>();
    private final long allSealedBelow;

    /** @param starts by lane, where its oldest bucket begins in the journal */
    SealedRanges(Collection<SstHeader> headers, UUID journalSource, Map<Integer, Long> starts) {
        long below = 0;
        for (int lane = 0; lane <= BucketId.LANE_MAX; lane++) {
            List<SstHeader> chain = Chains.ofLane(headers, journalSource, lane);
            chains.add(chain);
            gaps.addAll(Chains.gaps(chain, lane, starts.getOrDefault(lane, BucketStart.UNKNOWN)));
            for (SstHeader header : chain) {
                below = Math.max(below, header.journal().allSealedBelow());
            }
        }
        allSealedBelow = below;
    }

    long sealed(int lane) {
        return Chains.end(chains.get(lane));
    }

    long sealedBefore(int lane, long to) {
        return Chains.endBefore(chains.get(lane), to);
    }

    long replayFrom(int... lanes) {
        long from = lanes.length == 0 ? 0 : Long.MAX_VALUE;
        for (int lane : lanes) {
            from = Math.min(from, sealed(lane));
        }
        // A lane that gets few records is sealed no further than its last one, but others say that nothing is missing.
        from = Math.max(from, allSealedBelow);
        for (JournalGap gap : gaps) {
            from = Math.min(from, gap.from());
        }
        return from;
    }

    boolean isSealed(int lane, long offset) {
        if (offset >= sealed(lane)) {
            return false;
        }
        for (JournalGap gap : gaps) {
            if (gap.lane() == lane && gap.has(offset)) {
                return false;
            }
        }
        return true;
    }

    List<JournalGap> gaps() {
        return List.copyOf(gaps);
    }
}
