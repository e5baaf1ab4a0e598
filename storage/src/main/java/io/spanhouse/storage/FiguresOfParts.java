package io.spanhouse.storage;

import io.spanhouse.storage.journal.JournalStatistics;
import io.spanhouse.storage.maintenance.MaintenanceFigures;
import io.spanhouse.storage.rocks.ChunkCache;
import io.spanhouse.storage.rocks.RocksFigures;

/** Adds up what the parts of a store count by themselves. */
final class FiguresOfParts {
    private FiguresOfParts() {}

    static StoreFigures of(StoreParts parts) {
        StoreFigures.Journal journal = StoreFigures.NOTHING.journal();
        int buckets = 0;
        int ssts = 0;
        long tableReaderBytes = 0;
        long memtableBytes = 0;
        long seenTracesBytes = 0;
        long keptBytes = 0;
        for (Partition partition : parts.partitions()) {
            journal = journal.plus(journal(partition.journalStatistics()));
            RocksFigures rocks = partition.ledger().figures();
            buckets += rocks.buckets();
            ssts += rocks.ssts();
            tableReaderBytes += rocks.tableReaderBytes();
            memtableBytes += rocks.memtableBytes();
            // The partitions share the memory of these two, and each gives the whole.
            seenTracesBytes = rocks.seenTracesBytes();
            keptBytes = partition.views().keptBytes();
        }
        ChunkCache.Figures cache = parts.rocks().cache().figures();
        return new StoreFigures(
                journal,
                maintenance(parts.maintenance().figures()),
                new StoreFigures.ChunkCache(cache.hits(), cache.misses(), cache.chunks(), cache.bytes()),
                new StoreFigures.Rocks(buckets, ssts, tableReaderBytes, memtableBytes, seenTracesBytes),
                keptBytes);
    }

    private static StoreFigures.Journal journal(JournalStatistics statistics) {
        return new StoreFigures.Journal(
                statistics.groups(),
                statistics.records(),
                statistics.spans(),
                statistics.bytesWritten(),
                statistics.syncs(),
                statistics.syncNanos(),
                statistics.failures(),
                statistics.refused());
    }

    private static StoreFigures.Maintenance maintenance(MaintenanceFigures figures) {
        return new StoreFigures.Maintenance(
                work(figures.seals()),
                work(figures.merges()),
                work(figures.rewrites()),
                figures.erasedEvents(),
                figures.droppedBuckets(),
                figures.droppedBytes(),
                figures.scrubbedBytes(),
                figures.scrubbedDamages(),
                figures.failures(),
                figures.pendingDeletes());
    }

    private static StoreFigures.Work work(MaintenanceFigures.Work work) {
        return new StoreFigures.Work(work.count(), work.spans(), work.bytes(), work.nanos());
    }
}
