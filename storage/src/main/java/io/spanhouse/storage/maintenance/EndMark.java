package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.WriteThrough;
import java.util.List;

/** An SST without spans, which says how far a lane is sealed where no spans are left to say it. */
final class EndMark {
    private EndMark() {}

    static void write(Ledger ledger, BucketId bucket, SstHeader.Journal journal, long retentionMillis) {
        long generation = Math.max(0, ledger.nextGeneration() - 1);
        long tick = ledger.lastTick();
        try (SstWriter writer = ledger.newSst(bucket, WriteThrough.REWRITE)) {
            writer.finish(new SstWriter.Draft(
                    journal,
                    new SstHeader.Generations(generation, generation),
                    SstHeader.Features.NONE,
                    List.of(),
                    new SstHeader.Times(
                            tick, tick, Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0, retentionMillis, List.of())));
            // Nothing was added that a view could have, and nothing was removed.
            ledger.commit(writer);
        }
    }
}
