package io.spanhouse.storage.head;

import org.jspecify.annotations.Nullable;

/**
 * What generations and blocks older than the open generation have of a trace that is about to enter it.
 *
 * @param values whole-trace values so far
 * @param rank how many fragments were there before the newest of them
 * @param newest the newest older fragment, which the open generation's will disown
 * @param spanIds span ids of all older fragments, ascending
 * @param firstBucket bucket with the oldest fragment, 0 if that is in the head
 * @param oldestGeneration the generation with the oldest fragment if that is in the head
 */
record OlderFragments(
        WholeTrace values,
        int rank,
        FragmentPlace newest,
        long[] spanIds,
        long firstBucket,
        @Nullable Generation oldestGeneration) {}
