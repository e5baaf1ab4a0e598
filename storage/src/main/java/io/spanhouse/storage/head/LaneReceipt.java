package io.spanhouse.storage.head;

import java.util.List;

/**
 * When the rows of one lane of a generation were received.
 *
 * @param tickMin least tick
 * @param tickMax greatest tick
 * @param receiptMillisMin first receipt, milliseconds since 1970
 * @param receiptMillisMax last receipt
 * @param ticks each tick with the first receipt in it, ascending
 */
public record LaneReceipt(
        long tickMin, long tickMax, long receiptMillisMin, long receiptMillisMax, List<TickReceipt> ticks) {
    public LaneReceipt {
        ticks = List.copyOf(ticks);
    }

    /** When a tick was. */
    public record TickReceipt(long tick, long receiptMillis) {}
}
