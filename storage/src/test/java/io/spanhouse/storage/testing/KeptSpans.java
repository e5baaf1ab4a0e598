package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trace of {@link MemoryTraceStore} as it is read. */
final class KeptSpans implements TraceSpans {
    private final Iterator<SpanBatch> slices;
    private final TraceSummary summary;
    private final long hiddenSpans;
    private final QueryControl control;

    KeptSpans(List<SpanBatch> slices, TraceSummary summary, long hiddenSpans, QueryControl control) {
        this.slices = slices.iterator();
        this.summary = summary;
        this.hiddenSpans = hiddenSpans;
        this.control = control;
    }

    @Override
    public TraceSummary summary() {
        return summary;
    }

    @Override
    public long hiddenSpans() {
        return hiddenSpans;
    }

    @Override
    public Completeness completeness() {
        return Completeness.COMPLETE;
    }

    @Override
    public @Nullable SpanBatch next() {
        control.check();
        return slices.hasNext() ? slices.next() : null;
    }

    @Override
    public void close() {}
}
