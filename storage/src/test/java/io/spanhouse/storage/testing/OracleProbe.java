package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.SpanRows;

/** The oracle's answer for one span, for tests of parts. */
public final class OracleProbe {
    private OracleProbe() {}

    /** Whether a row meets a condition, by the definition. */
    public static boolean test(SpanCondition condition, SpanRows rows, int row) {
        return OracleConditions.test(condition, PlainSpan.read(rows, row));
    }
}
