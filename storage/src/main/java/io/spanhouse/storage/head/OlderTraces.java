package io.spanhouse.storage.head;

import org.jspecify.annotations.Nullable;

/**
 * The traces that are in blocks. Asked by the head's thread once for each trace new to it, so a miss must be cheap (0.25
 * microseconds a span is the budget); a hit may read from disk.
 *
 * <p>Must know all blocks whose generations the head has dropped; may know more.
 */
public interface OlderTraces {
    /** No blocks. */
    OlderTraces NONE = (project, idHigh, idLow) -> null;

    /** What blocks have of a trace, null if nothing. */
    @Nullable
    OlderTrace find(int project, long idHigh, long idLow);
}
