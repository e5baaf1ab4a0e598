package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Chooses an SST that is worth writing anew by itself, because a good part of its fragments is dead: spans of theirs were
 * replaced, and all of the trace lies in a later block. Merges leave dead fragments out anyway; this is for SSTs that are
 * too large or too alone to be merged.
 *
 * <p>What it costs: with a share of {@code d} dead, {@code (1 - d) / d} bytes are written for each byte that is won. At the
 * 20 percent of {@link MaintenanceOptions.Merging#DEFAULT} that is 4, and an SST is written anew at most once for each fifth
 * of it that dies. Each dead fragment was written as a whole into a later block, which cost its journal and its seal; the
 * rewrite adds at most four times its packed bytes to that, a third of what it cost to come.
 *
 * <p>Pure functions.
 */
final class RewritePicker {
    private final int deadPercentMin;

    /** @param deadPercentMin an SST with a smaller share of dead fragments is left alone */
    RewritePicker(int deadPercentMin) {
        this.deadPercentMin = deadPercentMin;
    }

    /**
     * The SST with the greatest share of dead fragments; nothing if none has enough.
     *
     * @param blocks all blocks of a partition
     * @param excluded SSTs to leave alone
     * @param dead how many fragments of a block are dead
     */
    List<SstHeader> pick(List<StoredBlock> blocks, Set<SstHeader.Place> excluded, ToIntFunction<StoredBlock> dead) {
        Map<SstHeader, Long> deadOf = new HashMap<>();
        for (StoredBlock block : blocks) {
            deadOf.merge(block.header(), (long) dead.applyAsInt(block), Long::sum);
        }
        List<SstHeader> best = new ArrayList<>(1);
        double bestShare = 0;
        for (Map.Entry<SstHeader, Long> entry : deadOf.entrySet()) {
            SstHeader header = entry.getKey();
            long count = entry.getValue();
            double share = count / (double) Math.max(1, header.traces());
            boolean enough = count > 0 && 100 * count >= deadPercentMin * header.traces();
            if (enough && share > bestShare && !excluded.contains(header.place())) {
                best.clear();
                best.add(header);
                bestShare = share;
            }
        }
        return best;
    }
}
