package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.SstHeader;
import java.util.Map;
import java.util.TreeMap;

/** Counts what maintenance does. Any thread. */
final class MaintenanceCounters {
    private final Map<String, String> failing = new TreeMap<>();
    private MaintenanceFigures.Work seals = MaintenanceFigures.Work.NOTHING;
    private MaintenanceFigures.Work merges = MaintenanceFigures.Work.NOTHING;
    private MaintenanceFigures.Work rewrites = MaintenanceFigures.Work.NOTHING;
    private long erasedEvents;
    private long droppedBuckets;
    private long droppedBytes;
    private long scrubbedBytes;
    private long scrubbedDamages;
    private long failures;

    synchronized void sealed(SstHeader header, long nanos) {
        seals = seals.plus(header.spans(), bytes(header), nanos);
    }

    synchronized void merged(SstHeader header, long scratchBytes, long nanos) {
        merges = merges.plus(header.spans(), bytes(header) + scratchBytes, nanos);
    }

    synchronized void rewritten(SstHeader header, long scratchBytes, long nanos) {
        rewrites = rewrites.plus(header.spans(), bytes(header) + scratchBytes, nanos);
    }

    synchronized void erasedEvents(long events) {
        erasedEvents += events;
    }

    synchronized void dropped(long bytes) {
        droppedBuckets++;
        droppedBytes += bytes;
    }

    synchronized void scrubbed(long bytes) {
        scrubbedBytes += bytes;
    }

    synchronized void foundDamaged(int places) {
        scrubbedDamages += places;
    }

    synchronized void failed(String work, String why) {
        failures++;
        failing.put(work, why);
    }

    synchronized void succeeded(String work) {
        failing.remove(work);
    }

    synchronized MaintenanceFigures figures(long pendingDeletes) {
        String lastFailure =
                failing.isEmpty() ? "" : failing.values().iterator().next();
        return new MaintenanceFigures(
                seals,
                merges,
                rewrites,
                erasedEvents,
                droppedBuckets,
                droppedBytes,
                scrubbedBytes,
                scrubbedDamages,
                failures,
                lastFailure,
                pendingDeletes);
    }

    private static long bytes(SstHeader header) {
        return header.contents().stream().mapToLong(SstHeader.Content::bytes).sum();
    }
}
