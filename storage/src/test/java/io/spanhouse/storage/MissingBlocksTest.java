package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest blocks vanish while the store is closed: that is named, and healed as far as the journal goes. */
final class MissingBlocksTest {
    private static final int TRACES_MAX = 10_000;

    @TempDir
    private Path directory;

    @Test
    void aBucketThatIsGoneComesBackFromTheJournal() throws IOException {
        int traces = fill();
        delete(directory.resolve("partition-000/buckets"));
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            assertThat(store.status().alarms()).anyMatch(alarm -> alarm.contains("the newest blocks"));
            SearchAnswer found = search(store);
            assertThat(found.traces()).hasSize(traces);
            assertThat(found.completeness().complete()).isTrue();
            store.settle();
        }
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            assertThat(store.status().alarms()).isEmpty();
            assertThat(search(store).traces()).hasSize(traces);
        }
    }

    @Test
    void whatTheJournalDoesNotHaveEitherIsNamedInAnswers() throws IOException {
        fill();
        delete(directory.resolve("partition-000/buckets"));
        Path journal = directory.resolve("partition-000/journal");
        List<Path> segments;
        try (Stream<Path> files = Files.list(journal)) {
            segments = files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments.subList(0, segments.size() - 1)) {
            Files.delete(segment);
        }
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            assertThat(store.status().alarms()).anyMatch(alarm -> alarm.contains("the newest blocks"));
            SearchAnswer found = search(store);
            assertThat(found.completeness().complete()).isFalse();
            assertThat(found.completeness().missing()).anyMatch(text -> text.contains("blocks that are missing"));
        }
    }

    @Test
    void anUntouchedStoreHasNoAlarm() {
        fill();
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            assertThat(store.status().alarms()).isEmpty();
        }
    }

    /** A store whose newest journal segment was begun after everything was sealed; gives the number of its traces. */
    private int fill() {
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = store.project("demo");
            DemoSpans demo = new DemoSpans(1);
            for (int i = 0; i < 4; i++) {
                store.append(project, demo.batch(512)).join();
            }
            store.settle();
        }
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            store.append(store.project("demo"), new DemoSpans(2).batch(8)).join();
            return search(store).traces().size();
        }
    }

    private static SearchAnswer search(TraceStore store) {
        return store.search(
                SearchRequest.newest(store.project("demo"), TracePredicate.EVERY, TRACES_MAX),
                QueryControl.unlimited());
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
