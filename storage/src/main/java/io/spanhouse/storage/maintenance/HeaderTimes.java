package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.head.LaneReceipt;
import io.spanhouse.storage.rocks.SstHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ranges of time for the headers of SSTs. */
final class HeaderTimes {
    private HeaderTimes() {}

    /** Of rows of one lane, whose starts lie in an unsigned range. */
    static SstHeader.Times ofReceipt(
            LaneReceipt receipt, long startNanosMin, long startNanosMax, long retentionMillis) {
        TreeMap<Long, Long> ticks = new TreeMap<>();
        receipt.ticks().forEach(tick -> ticks.merge(tick.tick(), tick.receiptMillis(), Math::min));
        return new SstHeader.Times(
                receipt.tickMin(),
                receipt.tickMax(),
                receipt.receiptMillisMin(),
                receipt.receiptMillisMax(),
                startNanosMin,
                startNanosMax,
                retentionMillis,
                thinned(ticks));
    }

    /** Of all that some SSTs hold. */
    static SstHeader.Times union(Collection<SstHeader> headers) {
        SstHeader.Times sum = SstHeader.Times.none(Long.MIN_VALUE);
        TreeMap<Long, Long> ticks = new TreeMap<>();
        for (SstHeader header : headers) {
            SstHeader.Times times = header.times();
            times.ticks().forEach(tick -> ticks.merge(tick.tick(), tick.receiptMillis(), Math::min));
            sum = new SstHeader.Times(
                    Math.min(sum.tickMin(), times.tickMin()),
                    Math.max(sum.tickMax(), times.tickMax()),
                    Math.min(sum.receiptMillisMin(), times.receiptMillisMin()),
                    Math.max(sum.receiptMillisMax(), times.receiptMillisMax()),
                    unsignedMin(sum.startNanosMin(), times.startNanosMin()),
                    unsignedMax(sum.startNanosMax(), times.startNanosMax()),
                    Math.max(sum.retentionMillis(), times.retentionMillis()),
                    List.of());
        }
        return new SstHeader.Times(
                sum.tickMin(),
                sum.tickMax(),
                sum.receiptMillisMin(),
                sum.receiptMillisMax(),
                sum.startNanosMin(),
                sum.startNanosMax(),
                sum.retentionMillis(),
                thinned(ticks));
    }

    static long unsignedMin(long one, long other) {
        return Long.compareUnsigned(one, other) <= 0 ? one : other;
    }

    static long unsignedMax(long one, long other) {
        return Long.compareUnsigned(one, other) >= 0 ? one : other;
    }

    /** Leaves out ticks evenly until there are not too many; the first and the last stay. */
    private static List<SstHeader.TickTime> thinned(SortedMap<Long, Long> ticks) {
        List<SstHeader.TickTime> all = new ArrayList<>(ticks.size());
        ticks.forEach((tick, millis) -> all.add(new SstHeader.TickTime(tick, millis)));
        int most = SstHeader.Times.TICKS_MAX;
        if (all.size() <= most) {
            return all;
        }
        List<SstHeader.TickTime> kept = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            kept.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
        }
        return kept;
    }
}
