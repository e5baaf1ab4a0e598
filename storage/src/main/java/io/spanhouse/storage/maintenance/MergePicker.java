package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Chooses which SSTs to merge. They are neighbours in the journal's order in one bucket, so that the merged one has one
 * range of records. Sizes are in classes, each eight times the one before, and only neighbours of about one class are
 * merged: a span is rewritten once at high rates, and at most a few times at low ones. In a bucket that gets no more
 * blocks, whatever is still small is merged with any neighbour.
 *
 * <p>A block may be merged only when everything that it looked at is sealed (its cut lies below the lane's end): until
 * then a replay asks each block singly up to where it looked.
 *
 * <p>Pure functions.
 */
final class MergePicker {
    private static final int CLASS_FACTOR = 8;

    private final MaintenanceOptions.Merging limits;

    MergePicker(MaintenanceOptions.Merging limits) {
        this.limits = limits;
    }

    /**
     * Neighbours to merge, in order; empty if there is nothing to do.
     *
     * @param headers all SSTs of a partition
     * @param excluded those to leave alone
     */
    List<SstHeader> pick(List<SstHeader> headers, Set<SstHeader.Place> excluded) {
        if (limits.isOff()) {
            return List.of();
        }
        Map<Integer, Long> sealed = new HashMap<>();
        Map<Integer, Long> newestBucket = new HashMap<>();
        for (SstHeader header : headers) {
            sealed.merge(header.journal().lane(), header.journal().to(), Math::max);
            BucketId bucket = header.place().bucket();
            newestBucket.merge(bucket.lane(), bucket.sequence(), Math::max);
        }
        for (List<SstHeader> chain : chains(headers).values()) {
            BucketId bucket = chain.get(0).place().bucket();
            boolean ended = bucket.sequence() < newestBucket.getOrDefault(bucket.lane(), 0L);
            for (List<SstHeader> run : runs(chain, sealed, excluded)) {
                List<SstHeader> picked = ended ? any(run, 2) : ofOneClass(run);
                if (!picked.isEmpty()) {
                    return picked;
                }
            }
        }
        return List.of();
    }

    private record Chain(BucketId bucket, UUID source, int lane) {}

    private static Map<Chain, List<SstHeader>> chains(List<SstHeader> headers) {
        Map<Chain, List<SstHeader>> chains = new TreeMap<>(
                Comparator.comparing(Chain::bucket).thenComparing(Chain::source).thenComparingInt(Chain::lane));
        for (SstHeader header : headers) {
            SstHeader.Journal journal = header.journal();
            chains.computeIfAbsent(
                            new Chain(header.place().bucket(), journal.source(), journal.lane()),
                            absent -> new ArrayList<>())
                    .add(header);
        }
        chains.values()
                .forEach(chain -> chain.sort(Comparator.<SstHeader>comparingLong(
                                header -> header.journal().to())
                        .thenComparingLong(header -> header.journal().from())));
        return chains;
    }

    /** Stretches of a chain without a gap and without an SST that is large enough or too young. */
    private List<List<SstHeader>> runs(
            List<SstHeader> chain, Map<Integer, Long> sealed, Set<SstHeader.Place> excluded) {
        List<List<SstHeader>> runs = new ArrayList<>();
        List<SstHeader> run = new ArrayList<>();
        for (SstHeader header : chain) {
            boolean mergeable = !excluded.contains(header.place())
                    && header.spans() < limits.spansMax() / 2
                    && header.journal().cut()
                            < sealed.getOrDefault(header.journal().lane(), 0L);
            boolean follows = !run.isEmpty()
                    && run.get(run.size() - 1).journal().to()
                            == header.journal().previousTo();
            if (!run.isEmpty() && !(mergeable && follows)) {
                runs.add(run);
                run = new ArrayList<>();
            }
            if (mergeable) {
                run.add(header);
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private List<SstHeader> ofOneClass(List<SstHeader> run) {
        int greatest = 0;
        for (SstHeader header : run) {
            greatest = Math.max(greatest, sizeClass(header));
        }
        for (int sizeClass = 0; sizeClass <= greatest; sizeClass++) {
            List<SstHeader> stretch = new ArrayList<>();
            for (int i = 0; i <= run.size(); i++) {
                if (i < run.size() && sizeClass(run.get(i)) <= sizeClass) {
                    stretch.add(run.get(i));
                    continue;
                }
                List<SstHeader> picked = any(stretch, limits.fanInMin());
                if (!picked.isEmpty()) {
                    return picked;
                }
                stretch.clear();
            }
        }
        return List.of();
    }

    /** The first neighbours that are enough and together not too large. */
    private List<SstHeader> any(List<SstHeader> run, int fanInMin) {
        for (int from = 0; from + fanInMin <= run.size(); from++) {
            long spans = 0;
            int to = from;
            while (to < run.size()
                    && to - from < limits.fanInMax()
                    && spans + run.get(to).spans() <= limits.spansMax()) {
                spans += run.get(to).spans();
                to++;
            }
            if (to - from >= fanInMin) {
                return List.copyOf(run.subList(from, to));
            }
        }
        return List.of();
    }

    private static int sizeClass(SstHeader header) {
        int sizeClass = 0;
        for (long spans = header.spans(); spans >= CLASS_FACTOR; spans /= CLASS_FACTOR) {
            sizeClass++;
        }
        return sizeClass;
    }
}
