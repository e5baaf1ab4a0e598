package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running store finds out by itself that its journal is damaged, and what memory still has then is not lost. */
final class JournalScrubTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void recordsThatOnlyMemoryHasAreMadeBlocksWhenTheirJournalIsDamaged() throws IOException {
        Path store = directory.resolve("store");
        Path killed = directory.resolve("killed");
        long traces;
        try (TraceStore open = TraceStore.open(StoreOptions.defaults(store))) {
            int project = open.project("demo");
            for (int i = 0; i < 4; i++) {
                open.append(project, new DemoSpans(i).batch(64)).join();
            }
            traces = newest(open, project).total().orElseThrow();
            assertThat(open.status().alarms()).isEmpty();
            flipInTheMiddle(store);

            await().atMost(PATIENCE).until(() -> !open.status().alarms().isEmpty());
            assertThat(open.status().alarms()).singleElement().asString().contains("BAD_BYTES", "makes blocks");
            assertThat(open.figures().maintenance().scrubbedDamages()).isOne();
            await().atMost(PATIENCE)
                    .until(() -> open.figures().maintenance().seals().count() > 0);
            assertThat(newest(open, project).completeness()).isEqualTo(Completeness.COMPLETE);
            Trees.copy(store, killed);
        }
        try (TraceStore open = TraceStore.open(StoreOptions.defaults(killed))) {
            SearchAnswer answer = newest(open, open.project("demo"));
            assertThat(answer.completeness()).isEqualTo(Completeness.COMPLETE);
            assertThat(answer.total()).hasValue(traces);
        }
    }

    private static SearchAnswer newest(TraceStore store, int project) {
        SearchRequest request = new SearchRequest(
                project,
                TimeWindow.ALWAYS,
                TracePredicate.EVERY,
                TraceOrder.NEWEST,
                SearchRequest.LIMIT_MAX,
                null,
                true,
                Visibility.ALL);
        return store.search(request, QueryControl.unlimited());
    }

    private static void flipInTheMiddle(Path store) throws IOException {
        Path segment = Trees.files(store.resolve("partition-000/journal")).stream()
                .filter(file -> file.toString().endsWith(".journal"))
                .findFirst()
                .orElseThrow();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            long middle = file.length() / 2;
            file.seek(middle);
            int value = file.read();
            file.seek(middle);
            file.write(value ^ 4);
        }
    }
}
