package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.TraceId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever asks for a trace of another project makes the store work as whoever asks for one of nobody, in memory and in blocks:
 * what is counted is the same, so the time is.
 */
final class OtherProjectsTest {
    private static final int TRACES = 50;

    /** Filters are wrong once in some thousands. */
    private static final int CHANCES = 2;

    private static final long NOBODYS = 99;

    @TempDir
    private Path directory;

    private static SpanBatch batch() {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        for (int i = 1; i <= TRACES; i++) {
            builder.startSpan().resource(resource).scope(scope).traceId(7, i).spanId(i);
            builder.endSpan();
        }
        return builder.build();
    }

    /** What looking for so many traces comes to. */
    private record Work(int found, long rows, long chunks) {}

    private static Work work(TraceStore store, int project, long idHigh) {
        StoreFigures before = store.figures();
        long rows = 0;
        int found = 0;
        for (int i = 1; i <= TRACES; i++) {
            QueryControl control = QueryControl.unlimited();
            try (TraceSpans spans =
                    store.get(new TraceRequest(project, new TraceId(idHigh, i), Visibility.ALL), control)) {
                if (spans != null) {
                    found++;
                    spans.next();
                }
            }
            ScanStatistics statistics = control.statistics();
            rows += statistics.rowsRead() + statistics.unitsRead() + statistics.bytesRead();
        }
        return new Work(found, rows, chunks(store) - chunks(before));
    }

    private static long chunks(TraceStore store) {
        return chunks(store.figures());
    }

    private static long chunks(StoreFigures figures) {
        return figures.chunkCache().hits() + figures.chunkCache().misses();
    }

    @Test
    void aTraceOfOthersCostsWhatNoTraceCosts() {
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int owner = store.project("owner");
            int other = store.project("other");
            store.append(owner, batch()).join();
            assertThat(work(store, owner, 7).found()).isEqualTo(TRACES);
            assertThat(work(store, other, 7)).isEqualTo(work(store, other, NOBODYS));
            store.settle();
            Work ofOwner = work(store, owner, 7);
            assertThat(ofOwner.found()).isEqualTo(TRACES);
            assertThat(ofOwner.chunks()).isGreaterThan(TRACES);
            Work ofOther = work(store, other, 7);
            Work ofNobody = work(store, other, NOBODYS);
            assertThat(ofOther.found()).isZero();
            assertThat(ofOther.rows()).isEqualTo(ofNobody.rows());
            assertThat(ofOther.chunks()).isBetween(ofNobody.chunks() - CHANCES, ofNobody.chunks() + CHANCES);
        }
    }
}
