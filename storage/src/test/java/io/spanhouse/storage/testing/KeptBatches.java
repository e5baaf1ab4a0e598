package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Batches as they came, and slices of one trace from them. */
final class KeptBatches {
    private static final Comparator<Kept> EARLIEST_FIRST = (one, other) -> {
        int byStart = Long.compareUnsigned(one.start(), other.start());
        return byStart != 0 ? byStart : Long.compareUnsigned(one.spanId(), other.spanId());
    };

    private final List<Kept> rows = new ArrayList<>();
    private final Set<String> texts = new HashSet<>();

    private record Kept(SpanBatch batch, int row) {
        long start() {
            return batch.startNanos(row);
        }

        long spanId() {
            return batch.spanId(row);
        }
    }

    void add(SpanBatch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            if (texts.add(SpanText.render(batch, row))) {
                rows.add(new Kept(batch, row));
            }
        }
    }

    /** The visible spans of a trace by start, then id, in slices. */
    List<SpanBatch> sorted(TraceId id, Visibility visibility) {
        List<Kept> found = new ArrayList<>();
        for (Kept kept : rows) {
            boolean same = kept.batch().traceIdHigh(kept.row()) == id.high()
                    && kept.batch().traceIdLow(kept.row()) == id.low();
            if (same
                    && (visibility.unrestricted()
                            || visibility
                                    .services()
                                    .contains(PlainSpan.read(kept.batch(), kept.row())
                                            .service()))) {
                found.add(kept);
            }
        }
        found.sort(EARLIEST_FIRST);
        List<SpanBatch> slices = new ArrayList<>();
        for (int from = 0; from < found.size(); from += TraceSpans.SLICE_ROWS_MAX) {
            slices.add(slice(found.subList(from, Math.min(found.size(), from + TraceSpans.SLICE_ROWS_MAX))));
        }
        return slices;
    }

    private static SpanBatch slice(List<Kept> kept) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanBatch source = null;
        SpanCopier copier = null;
        for (Kept one : kept) {
            if (one.batch() != source) {
                source = one.batch();
                copier = new SpanCopier(source, builder);
            }
            copier.copy(one.row());
        }
        return builder.build();
    }
}
