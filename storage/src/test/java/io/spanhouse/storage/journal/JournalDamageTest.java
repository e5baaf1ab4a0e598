package io.spanhouse.storage.journal;

import static io.spanhouse.storage.journal.JournalFixture.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was on disk and is no more what was written: it is told, kept, and all else is replayed. */
class JournalDamageTest {
    private final FaultyFiles files = new FaultyFiles(1);
    private final Map<Long, String> written = new TreeMap<>();

    private void writeFourSegments() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 17, 400);
            written.putAll(fixture.durable);
        }
        assertThat(JournalFixture.segments(files)).hasSize(4);
    }

    @Test
    void cleanJournalReplaysWholeAndIsNotDamaged() {
        writeFourSegments();

        try (JournalFixture fixture = new JournalFixture(files)) {
            assertThat(fixture.replayed).isEqualTo(written);
            assertThat(fixture.opening.records()).isEqualTo(17);
            assertThat(fixture.opening.damages()).isEmpty();
            assertThat(fixture.opening.cutBytes()).isZero();
        }
    }

    @Test
    void oneFlippedBitAnywhereIsToldAndCostsAtMostOneRecord() {
        writeFourSegments();
        for (Path segment : JournalFixture.segments(files)) {
            byte[] good = files.bytes(segment);
            for (int position = 0; position < good.length; position++) {
                FaultyFiles damaged = files.copy();
                byte[] bad = good.clone();
                bad[position] ^= (byte) (1 << position % 8);
                damaged.put(segment, bad);

                try (JournalFixture fixture = new JournalFixture(damaged)) {
                    String context = segment + " byte " + position;
                    assertThat(fixture.opening.damages()).as(context).isNotEmpty();
                    assertThat(fixture.opening.cutBytes()).as(context).isZero();
                    assertThat(written).as(context).containsAllEntriesOf(fixture.replayed);
                    assertThat(fixture.replayed.size()).as(context).isBetween(16, 17);
                    assertThat(fixture.journal.nextOffset()).as(context).isGreaterThan(17);
                    lostOffsetsAreNamed(fixture, context);
                }
            }
        }
    }

    private void lostOffsetsAreNamed(JournalFixture fixture, String context) {
        for (long offset : written.keySet()) {
            if (!fixture.replayed.containsKey(offset)) {
                assertThat(fixture.opening.damages())
                        .as(context)
                        .anyMatch(damage -> damage.firstOffset() <= offset && damage.lastOffset() >= offset);
            }
        }
    }

    @Test
    void damagedBytesAreSetAsideOnceAndDamageIsToldAtEachOpen() {
        writeFourSegments();
        Path segment = JournalFixture.segments(files).get(1);
        byte[] bytes = files.bytes(segment).clone();
        Arrays.fill(bytes, 400, 700, (byte) 0x55);
        files.put(segment, bytes);

        JournalDamage damage;
        try (JournalFixture first = new JournalFixture(files)) {
            assertThat(first.opening.damages()).hasSize(1);
            damage = first.opening.damages().get(0);
            first.appendEach("after", 3, 300);
        }
        assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.BAD_BYTES);
        assertThat(damage.setAside()).startsWith("quarantine/");
        byte[] copy = files.bytes(DIRECTORY.resolve(String.valueOf(damage.setAside())));
        int from = (int) damage.position();
        assertThat(copy).isEqualTo(Arrays.copyOfRange(bytes, from, from + (int) damage.bytes()));
        try (JournalFixture again = new JournalFixture(files)) {
            assertThat(again.opening.damages()).containsExactly(damage);
            assertThat(again.replayed).hasSize(18);
        }
    }

    @Test
    void aRecordThatItsReaderCannotReadIsSetAsideAndTold() {
        writeFourSegments();
        List<Long> shown = new ArrayList<>();
        JournalOptions options =
                JournalOptions.of(DIRECTORY, JournalFixture.IDENTITY, () -> 5).with(files);
        JournalOpening<String> opening = Journal.open(
                options,
                JournalStart.EVERYTHING,
                (record, payload) -> {
                    if (record.offset() == 9) {
                        throw new StoreException(FailureKind.CORRUPT, "planted");
                    }
                    shown.add(record.offset());
                },
                null);
        opening.journal().close();

        assertThat(shown).hasSize(16).doesNotContain(9L);
        assertThat(opening.damages()).hasSize(1);
        JournalDamage damage = opening.damages().get(0);
        assertThat(damage.kind()).isEqualTo(JournalDamage.Kind.BAD_RECORD);
        assertThat(damage.firstOffset()).isEqualTo(9);
        assertThat(damage.lastOffset()).isEqualTo(9);
        byte[] copy = files.bytes(DIRECTORY.resolve(String.valueOf(damage.setAside())));
        assertThat(new String(copy, StandardCharsets.UTF_8)).endsWith(written.get(9L));
    }

    @Test
    void aRecordOfALaterFormatKeepsTheJournalFromOpening() {
        writeFourSegments();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> Journal.<String>open(
                        JournalOptions.of(DIRECTORY, JournalFixture.IDENTITY, () -> 5)
                                .with(files),
                        JournalStart.EVERYTHING,
                        (record, payload) -> {
                            throw new StoreException(FailureKind.TOO_NEW, "planted");
                        },
                        null))
                .withMessage("planted");
    }

    @Test
    void tornEndIsCutAtEveryByteOfTheLastRecord() {
        try (JournalFixture fixture = new JournalFixture(files)) {
            fixture.appendEach("r", 3, 100);
            written.putAll(fixture.durable);
            FaultyFiles unclean = files.copy();
            Path segment = JournalFixture.segments(unclean).get(0);
            byte[] whole = unclean.bytes(segment);
            int record = RecordHeader.BYTES + 100;
            for (int length = whole.length - record; length < whole.length; length++) {
                FaultyFiles torn = unclean.copy();
                torn.put(segment, Arrays.copyOf(whole, length));
                try (JournalFixture after = new JournalFixture(torn)) {
                    assertThat(after.opening.damages()).as("length %d", length).isEmpty();
                    assertThat(after.replayed.keySet()).containsExactly(1L, 2L);
                    assertThat(after.opening.cutBytes()).isEqualTo(length - (whole.length - record));
                    after.appendEach("next", 1, 50);
                }
                try (JournalFixture again = new JournalFixture(torn)) {
                    assertThat(again.opening.damages())
                            .as("length %d, again", length)
                            .isEmpty();
                    assertThat(again.replayed).hasSize(3);
                }
            }
        }
    }

    @Test
    void missingSegmentIsToldWithItsOffsets() {
        writeFourSegments();
        List<Path> segments = JournalFixture.segments(files);
        for (int missing = 0; missing < segments.size(); missing++) {
            FaultyFiles damaged = files.copy();
            damaged.remove(segments.get(missing));
            long first =
                    SegmentHeader.firstOf(String.valueOf(segments.get(missing).getFileName()));

            try (JournalFixture fixture = new JournalFixture(damaged)) {
                assertThat(fixture.opening.damages())
                        .as("segment %d", missing)
                        .anyMatch(damage ->
                                damage.kind() == JournalDamage.Kind.MISSING_SEGMENT && damage.firstOffset() == first);
                lostOffsetsAreNamed(fixture, "segment " + missing);
                assertThat(fixture.journal.nextOffset()).isGreaterThan(17);
            }
        }
    }

    @Test
    void missingFirstSegmentsAreNoDamageBelowTheOffsetAskedFor() {
        writeFourSegments();
        files.remove(JournalFixture.segments(files).get(0));

        JournalStart start = new JournalStart(6, 1, new TreeMap<>());
        JournalOptions options =
                JournalOptions.of(DIRECTORY, JournalFixture.IDENTITY, () -> 0).with(files);
        try (JournalFixture fixture = new JournalFixture(options, start)) {
            assertThat(fixture.opening.damages()).isEmpty();
            assertThat(fixture.replayed.lastKey()).isEqualTo(17);
        }
    }

    @Test
    void swappedNamesAreToldAndReadInOrder() {
        writeFourSegments();
        List<Path> segments = JournalFixture.segments(files);
        byte[] first = files.bytes(segments.get(0));
        files.put(segments.get(0), files.bytes(segments.get(2)));
        files.put(segments.get(2), first);

        List<Long> order = new ArrayList<>();
        JournalOptions options =
                JournalOptions.of(DIRECTORY, JournalFixture.IDENTITY, () -> 0).with(files);
        JournalOpening<String> opening =
                Journal.open(options, JournalStart.EVERYTHING, (record, payload) -> order.add(record.offset()), LOST);
        opening.journal().close();

        assertThat(order).containsExactlyElementsOf(written.keySet());
        assertThat(opening.damages())
                .extracting(JournalDamage::kind)
                .containsExactly(JournalDamage.Kind.MISPLACED_SEGMENT, JournalDamage.Kind.MISPLACED_SEGMENT);
    }

    @Test
    void segmentsOfAnotherStoreAndCopiesAreSetAside() {
        writeFourSegments();
        List<Path> segments = JournalFixture.segments(files);
        Path copy = DIRECTORY.resolve(SegmentHeader.fileName(500));
        files.put(copy, files.bytes(segments.get(1)));
        JournalOptions other = JournalOptions.of(DIRECTORY, new JournalIdentity(new UUID(1, 1), 3), () -> 0)
                .with(files);

        try (JournalFixture fixture = new JournalFixture(files)) {
            assertThat(fixture.replayed).isEqualTo(written);
            assertThat(fixture.opening.damages())
                    .extracting(JournalDamage::kind)
                    .containsExactlyInAnyOrder(
                            JournalDamage.Kind.MISPLACED_SEGMENT, JournalDamage.Kind.FOREIGN_SEGMENT);
            assertThat(files.exists(copy)).isFalse();
            assertThat(fixture.journal.nextOffset()).isGreaterThan(500);
        }
        try (JournalFixture fixture = new JournalFixture(other, JournalStart.EVERYTHING)) {
            assertThat(fixture.replayed).isEmpty();
            assertThat(fixture.opening.damages())
                    .filteredOn(damage -> damage.kind() == JournalDamage.Kind.FOREIGN_SEGMENT)
                    .hasSize(4)
                    .allMatch(damage -> damage.setAside() != null);
        }
    }

    @Test
    void shortenedEndAfterACleanCloseIsDamageNotATornWrite() {
        writeFourSegments();
        Path last = JournalFixture.segments(files).get(3);
        byte[] whole = files.bytes(last);
        for (int cut = 1; cut <= RecordHeader.BYTES + 400; cut += 13) {
            FaultyFiles damaged = files.copy();
            damaged.put(last, Arrays.copyOf(whole, whole.length - cut));
            try (JournalFixture fixture = new JournalFixture(damaged)) {
                assertThat(fixture.replayed).hasSize(16);
                assertThat(fixture.opening.damages()).as("cut %d", cut).isNotEmpty();
                assertThat(fixture.journal.nextOffset()).isEqualTo(18);
            }
        }
    }

    @Test
    void unreadableHighWaterFileIsToldAndNothingElse() {
        writeFourSegments();
        Path path = DIRECTORY.resolve(HighWater.NAME);
        byte[] bytes = files.bytes(path).clone();
        bytes[20] ^= 4;
        files.put(path, bytes);

        try (JournalFixture fixture = new JournalFixture(files)) {
            assertThat(fixture.replayed).isEqualTo(written);
            assertThat(fixture.opening.damages())
                    .extracting(JournalDamage::kind)
                    .containsExactly(JournalDamage.Kind.BAD_HIGH_WATER);
        }
    }

    private static final GroupListener<String> LOST = new GroupListener<>() {
        @Override
        public void durable(List<AppendedRecord<String>> group) {
            throw new AssertionError("nothing was appended");
        }

        @Override
        public void failed(List<String> attachments, StoreException failure) {
            throw new AssertionError(failure);
        }
    };
}
