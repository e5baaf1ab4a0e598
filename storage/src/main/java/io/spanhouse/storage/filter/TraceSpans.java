package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.SpanBatch;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one trace, slice by slice, so that a trace of a million spans is never whole in memory. Sorted by start,
 * then span id, over all slices; outlines are not. Not thread-safe; the caller closes it.
 */
public interface TraceSpans extends AutoCloseable {
    /** Most spans of one slice. */
    int SLICE_ROWS_MAX = 8_192;

    /** Values of the whole visible trace. */
    TraceSummary summary();

    /** Spans that the caller may not see. */
    long hiddenSpans();

    /** Whether all parts of the trace could be read; final only after the last slice. */
    Completeness completeness();

    /** The next slice; null after the last. */
    @Nullable
    SpanBatch next();

    @Override
    void close();
}
