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
 * merged: a span is rewritten once at high rates, and at most a few times at low ones.
 *
 * <p>In a bucket that gets no more blocks all that is left is merged with any neighbours, more of them at once, until no two
 * go into one: once for each span as a rule, and once more for what had more neighbours than fit. One that has half of what
 * a block may have is only written again if its neighbours are together a third of it: so at most four bytes are written for
 * each byte that comes out of a smaller block.
 *
 * <p>A block may be merged only when everything that it looked at is sealed (its cut lies below the lane's end): until
 * then a replay asks each block singly up to where it looked.
 *
 * <p>Pure functions.
 */
final class MergePicker {
    private static final int CLASS_FACTOR = 8;

    /** In a bucket that is over so many times the usual number are merged at once. */
    private static final int FAN_IN_AT_END = 4;

    /** In a bucket that is over a large one is written again if the others have this part of it. */
    private static final int OTHERS_SHARE = 3;

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
            long spansEach = ended ? limits.spansMax() : limits.spansMax() / 2;
            for (List<SstHeader> run : runs(chain, spansEach, sealed, excluded)) {
                List<SstHeader> picked = ended ? atEnd(run) : ofOneClass(run);
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
    private static List<List<SstHeader>> runs(
            List<SstHeader> chain, long spansEach, Map<Integer, Long> sealed, Set<SstHeader.Place> excluded) {
        List<List<SstHeader>> runs = new ArrayList<>();
        List<SstHeader> run = new ArrayList<>();
        for (SstHeader header : chain) {
            boolean mergeable = !excluded.contains(header.place())
                    && header.spans() < spansEach
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
            List<SstHeader> together = together(run, from, limits.fanInMax());
            if (together.size() >= fanInMin) {
                return together;
            }
        }
        return List.of();
    }

    /** The first neighbours in a bucket that is over which are worth being written as one. */
    private List<SstHeader> atEnd(List<SstHeader> run) {
        for (int from = 0; from + 2 <= run.size(); from++) {
            List<SstHeader> together = together(run, from, FAN_IN_AT_END * limits.fanInMax());
            if (together.size() >= 2 && isWorthIt(together)) {
                return together;
            }
        }
        return List.of();
    }

    private boolean isWorthIt(List<SstHeader> together) {
        long spans = together.stream().mapToLong(SstHeader::spans).sum();
        long greatest = together.stream().mapToLong(SstHeader::spans).max().orElse(0);
        return greatest < limits.spansMax() / 2 || OTHERS_SHARE * (spans - greatest) >= greatest;
    }

    /** Neighbours from one on that are together not too large. */
    private List<SstHeader> together(List<SstHeader> run, int from, int fanInMax) {
        long spans = 0;
        int to = from;
        while (to < run.size() && to - from < fanInMax && spans + run.get(to).spans() <= limits.spansMax()) {
            spans += run.get(to).spans();
            to++;
        }
        return List.copyOf(run.subList(from, to));
    }

    private static int sizeClass(SstHeader header) {
        int sizeClass = 0;
        for (long spans = header.spans(); spans >= CLASS_FACTOR; spans /= CLASS_FACTOR) {
            sizeClass++;
        }
        return sizeClass;
    }
}
