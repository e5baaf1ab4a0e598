package io.spanhouse.storage.rocks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The rules of the ledger on plain headers: which SSTs count, how far each lane is sealed, what is missing. Pure
 * functions.
 */
final class Chains {
    private Chains() {}

    /** Of some SSTs that are present, those that another of them replaces. */
    static Set<SstHeader.Place> covered(Collection<SstHeader> present) {
        Set<SstHeader.Cover> covers = new HashSet<>();
        present.forEach(header -> covers.addAll(header.covers()));
        return present.stream()
                .map(SstHeader::place)
                .filter(place -> covers.contains(new SstHeader.Cover(place.bucket(), place.block()))
                        || covers.contains(new SstHeader.Cover(place.bucket(), SstHeader.Cover.WHOLE_BUCKET)))
                .collect(Collectors.toSet());
    }

    /** Headers of one lane of one journal, in the order of the journal. */
    static List<SstHeader> ofLane(Collection<SstHeader> headers, UUID source, int lane) {
        return headers.stream()
                .filter(header -> header.journal().lane() == lane
                        && header.journal().source().equals(source))
                .sorted(Comparator.<SstHeader>comparingLong(
                                header -> header.journal().to())
                        .thenComparingLong(header -> header.journal().from()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The greatest end of a chain, 0 if there is none. */
    static long end(List<SstHeader> chain) {
        return chain.isEmpty() ? 0 : chain.get(chain.size() - 1).journal().to();
    }

    /** Where a range that ends at {@code to} goes on from: the end before it. */
    static long endBefore(List<SstHeader> chain, long to) {
        long end = 0;
        for (SstHeader header : chain) {
            if (header.journal().to() < to) {
                end = header.journal().to();
            }
        }
        return end;
    }

    /**
     * Ranges that SSTs of a chain go on from although nothing ends there, and that no other SST has. What lies before the
     * oldest bucket is dropped.
     *
     * @param start where the oldest bucket begins, {@link BucketStart#UNKNOWN} if that is not known
     */
    static List<JournalGap> gaps(List<SstHeader> chain, int lane, long start) {
        List<JournalGap> gaps = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            long end = i == 0 ? start : chain.get(i - 1).journal().to();
            long expected = chain.get(i).journal().previousTo();
            if (expected > end && chain.stream().noneMatch(header -> has(header.journal(), end, expected))) {
                gaps.add(new JournalGap(lane, end, expected));
            }
        }
        return gaps;
    }

    private static boolean has(SstHeader.Journal journal, long from, long to) {
        return journal.from() <= from && to <= journal.to();
    }
}
