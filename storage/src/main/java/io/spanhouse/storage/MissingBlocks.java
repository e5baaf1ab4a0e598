package io.spanhouse.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * What a journal knows of blocks that are not there. Blocks alone decide what is sealed, and the newest ones, or a whole
 * bucket, leave no gap between others when they vanish; but each segment of the journal repeats, when it is begun, up to
 * where the lane was sealed. If the blocks say less, the newest have been lost: that is named, and what the journal still
 * has of their records comes back by replay.
 *
 * @param alarms for the status
 * @param lost what comes back from nowhere, one sentence each; answers say that it is missing
 */
record MissingBlocks(List<String> alarms, List<String> lost) {
    /**
     * Compares one lane.
     *
     * @param sealed lowest offset that is not in blocks
     * @param noted what it was when the newest segment was begun
     * @param oldest the first record that the journal has, 0 for none
     */
    static MissingBlocks of(int partition, int lane, long sealed, long noted, long oldest) {
        List<String> alarms = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        long from = Math.max(1, sealed);
        if (noted > from) {
            alarms.add("partition " + partition + " lane " + lane + ": the newest blocks, of journal records " + from
                    + " to " + (noted - 1) + ", are missing; what the journal has of them is replayed");
            long there = oldest == 0 ? noted : Math.min(noted, oldest);
            if (there > from) {
                lost.add("partition " + partition + ": journal records " + from + " to " + (there - 1)
                        + " were in blocks that are missing");
            }
        }
        return new MissingBlocks(alarms, lost);
    }
}
