package io.spanhouse.ingest.testing;

import io.spanhouse.ingest.SpanSink;
import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store without a disk: keeps the canonical text of every span, drops exact repeats, counts equal ids with other content.
 * Answers at once, or when told to. Thread-safe.
 */
public final class MemorySink implements SpanSink {
    private final Set<String> rows = new HashSet<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<SpanBatch> batches = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;
    private @Nullable RuntimeException failure;

    @Override
    public synchronized CompletableFuture<AppendResult> append(int project, SpanBatch batch) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        int stored = 0;
        int duplicates = 0;
        int conflicts = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            String id = project + " " + batch.traceIdHigh(row) + " " + batch.traceIdLow(row) + " " + batch.spanId(row);
            if (!rows.add(project + " " + SpanText.render(batch, row))) {
                duplicates++;
                continue;
            }
            stored++;
            if (ids.merge(id, 1, Integer::sum) > 1) {
                conflicts++;
            }
        }
        batches.add(batch);
        AppendResult result = new AppendResult(stored, duplicates, conflicts);
        CompletableFuture<AppendResult> done = new CompletableFuture<>();
        if (holding) {
            held.add(() -> done.complete(result));
        } else {
            done.complete(result);
        }
        return done;
    }

    /** Back to nothing. */
    public synchronized void forget() {
        rows.clear();
        ids.clear();
        batches.clear();
    }

    /** Spans stored. */
    public synchronized int spans() {
        return rows.size();
    }

    /** Batches as they came. */
    public synchronized List<SpanBatch> batches() {
        return List.copyOf(batches);
    }

    /** Every append fails like this from now on; null for none. */
    public synchronized void failWith(@Nullable RuntimeException failure) {
        this.failure = failure;
    }

    /** Appends are answered only by {@link #release} from now on. */
    public synchronized void hold() {
        holding = true;
    }

    /** Answers what was held. */
    public void release() {
        List<Runnable> answers;
        synchronized (this) {
            holding = false;
            answers = List.copyOf(held);
            held.clear();
        }
        answers.forEach(Runnable::run);
    }

    /** How many appends wait for their answer. */
    public synchronized int waiting() {
        return held.size();
    }
}
