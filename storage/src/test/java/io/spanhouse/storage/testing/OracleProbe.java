package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.List;

/** The oracle's answers for single spans, for tests of parts. */
public final class OracleProbe {
    private final List<PlainSpan> spans = new ArrayList<>();

    /** Reads the spans once. */
    public OracleProbe(SpanRows rows) {
        for (int row = 0; row < rows.rowCount(); row++) {
            spans.add(PlainSpan.read(rows, row));
        }
    }

    /** Whether a row meets a condition, by the definition. */
    public boolean test(SpanCondition condition, int row) {
        return OracleConditions.test(condition, spans.get(row));
    }
}
