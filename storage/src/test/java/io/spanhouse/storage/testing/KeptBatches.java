package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The spans of one trace in slices, from the rows that the oracle keeps. */
final class KeptBatches {
    private static final Comparator<OracleStore.Kept> EARLIEST_FIRST = (one, other) -> {
        int byStart = Long.compareUnsigned(
                one.batch().startNanos(one.row()), other.batch().startNanos(other.row()));
        return byStart != 0
                ? byStart
                : Long.compareUnsigned(
                        one.batch().spanId(one.row()), other.batch().spanId(other.row()));
    };

    private KeptBatches() {}

    /** The wanted spans of a trace by start, then id, in slices. */
    static List<SpanBatch> sorted(OracleStore oracle, TraceRequest request) {
        List<OracleStore.Kept> found = new ArrayList<>(oracle.rows(request.traceId(), request.visibility()));
        found.removeIf(kept -> !request.wants(kept.batch().spanId(kept.row())));
        found.sort(EARLIEST_FIRST);
        List<SpanBatch> slices = new ArrayList<>();
        for (int from = 0; from < found.size(); from += TraceSpans.SLICE_ROWS_MAX) {
            slices.add(slice(found.subList(from, Math.min(found.size(), from + TraceSpans.SLICE_ROWS_MAX))));
        }
        return slices;
    }

    private static SpanBatch slice(List<OracleStore.Kept> kept) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanBatch source = null;
        SpanCopier copier = null;
        for (OracleStore.Kept one : kept) {
            if (one.batch() != source) {
                source = one.batch();
                copier = new SpanCopier(source, builder);
            }
            copier.copy(one.row());
        }
        return builder.build();
    }
}
