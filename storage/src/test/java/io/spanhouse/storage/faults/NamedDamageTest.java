package io.spanhouse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What random damage once brought to light, each by itself. */
final class NamedDamageTest {
    @TempDir
    private Path directory;

    private KnownStore known(boolean keepsJournal) throws IOException {
        return KnownStore.fill(directory, 1, keepsJournal);
    }

    /** Asks everything; gives why answers were not complete, and fails if one was wrong. */
    private static Completeness.Reason ask(KnownStore known, TraceStore store) {
        Completeness.Reason reason = Completeness.Reason.COMPLETE;
        for (int seed = 0; seed < 2; seed++) {
            StoreQuestions questions = new StoreQuestions(store, known, new SplittableRandom(seed));
            questions.askEverything();
            assertThat(questions.wrong()).isEmpty();
            reason = questions.reason();
        }
        return reason;
    }

    private static List<Path> ssts(KnownStore known, int bucket) throws IOException {
        Path database = known.directory.resolve("partition-000/buckets/lane-0-bucket-000000000" + bucket + "/db");
        return Trees.files(database).stream()
                .filter(file -> file.toString().endsWith(".sst"))
                .toList();
    }

    private static void cut(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
    }

    private static void flip(Path path, long place, int bit) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(place);
            int value = file.read();
            file.seek(place);
            file.write(value ^ 1 << bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.json", "projects.json"})
    void aFlippedBitInASmallFileChangesNothing(String name) throws IOException {
        KnownStore known = known(true);
        SplittableRandom random = new SplittableRandom(2);
        long length = Files.size(known.directory.resolve(name));
        for (int i = 0; i < 5; i++) {
            String which = random.nextBoolean() ? name : name + ".copy";
            flip(known.directory.resolve(which), random.nextLong(length), random.nextInt(8));
            try (TraceStore store = known.open(known.directory)) {
                assertThat(ask(known, store)).as(which).isEqualTo(Completeness.Reason.COMPLETE);
            }
        }
    }

    @Test
    void anOldListOfProjectsGivesNoNumberTwice() throws IOException {
        KnownStore known = known(true);
        Path list = known.directory.resolve("projects.json");
        Path old = directory.resolve("old");
        Files.copy(list, old);
        int number;
        try (TraceStore store = known.open(known.directory)) {
            number = store.project("later");
        }
        Files.copy(old, list, StandardCopyOption.REPLACE_EXISTING);
        try (TraceStore store = known.open(known.directory)) {
            assertThat(store.project("latest")).isGreaterThan(number);
            assertThat(store.project("later")).isEqualTo(number);
        }
    }

    @Test
    void theOldestBlockIsMissedToo() throws IOException {
        KnownStore known = known(false);
        cut(ssts(known, 1).get(0));
        for (int start = 1; start <= 2; start++) {
            try (TraceStore store = known.open(known.directory)) {
                assertThat(ask(known, store)).as("start " + start).isEqualTo(Completeness.Reason.DAMAGED);
                assertThat(store.status().alarms()).isNotEmpty();
                store.settle();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aBlockThatHealsCountsNothingTwice(int bucket) throws IOException {
        KnownStore known = known(true);
        cut(ssts(known, bucket).get(0));
        for (int start = 1; start <= 2; start++) {
            try (TraceStore store = known.open(known.directory)) {
                assertThat(ask(known, store)).as("start " + start).isEqualTo(Completeness.Reason.COMPLETE);
                store.settle();
                assertThat(ask(known, store)).as("settled").isEqualTo(Completeness.Reason.COMPLETE);
            }
        }
    }

    @Test
    void whatTheJournalLostIsNotForgottenAtTheNextStart() throws IOException {
        KnownStore known = known(true);
        List<Path> segments = Trees.files(known.directory.resolve("partition-000/journal")).stream()
                .filter(file -> file.toString().endsWith(".journal"))
                .toList();
        cut(segments.get(segments.size() - 1));
        for (int start = 1; start <= 3; start++) {
            try (TraceStore store = known.open(known.directory)) {
                assertThat(ask(known, store)).as("start " + start).isEqualTo(Completeness.Reason.DAMAGED);
                assertThat(store.status().alarms()).as("start " + start).isNotEmpty();
                store.settle();
            }
        }
    }

    @Test
    void aTraceOfADamagedBlockIsNotSimplyAbsent() throws IOException {
        KnownStore known = known(false);
        for (Path sst : ssts(known, 2)) {
            long length = Files.size(sst);
            for (long place = 0; place < length * 8 / 10; place += 512) {
                flip(sst, place, 3);
            }
        }
        try (TraceStore store = known.open(known.directory)) {
            int unread = 0;
            for (Map.Entry<TraceId, Integer> place : known.places.entrySet()) {
                TraceRequest request = new TraceRequest(KnownStore.DEMO, place.getKey(), Visibility.ALL);
                try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
                    assertThat(spans).isNotNull();
                    boolean isHere = spans.summary().spans() > 0 && spans.next() != null;
                    assertThat(isHere || !spans.completeness().complete()).isTrue();
                    unread += isHere ? 0 : 1;
                }
            }
            assertThat(unread).isPositive();
            assertThat(store.status().alarms()).anyMatch(alarm -> alarm.contains("bucket-0000000002"));
        }
    }
}
