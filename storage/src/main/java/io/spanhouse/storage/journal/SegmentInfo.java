package io.spanhouse.storage.journal;

/**
 * A segment that is written no more.
 *
 * @param first its first offset
 * @param last the highest offset that it may hold
 * @param bytes its length
 * @param fileName its name
 */
record SegmentInfo(long first, long last, long bytes, String fileName) {}
