package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;

/** A small journal on a faulty disk, with what was acknowledged, refused and replayed. */
final class JournalFixture implements AutoCloseable {
    static final Path DIRECTORY = Path.of("/journal");
    static final JournalIdentity IDENTITY = new JournalIdentity(new UUID(7, 9), 3);
    static final JournalOptions.Bounds SMALL =
            JournalOptions.Bounds.DEFAULT.withSegments(2_000, 0).withQueue(1 << 20, 700, Duration.ZERO);

    final TreeMap<Long, String> replayed = new TreeMap<>();
    final Map<Long, String> durable = Collections.synchronizedMap(new TreeMap<>());
    final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final Phaser pending = new Phaser(1);
    final JournalOpening<String> opening;
    final Journal<String> journal;

    JournalFixture(StorageFiles files) {
        this(JournalOptions.of(DIRECTORY, IDENTITY, () -> 5).with(files).with(SMALL), JournalStart.EVERYTHING);
    }

    JournalFixture(JournalOptions options, JournalStart start) {
        opening = Journal.open(
                options,
                start,
                (record, payload) -> {
                    if (replayed.put(record.offset(), payload.utf8()) != null) {
                        throw new AssertionError("offset twice: " + record);
                    }
                },
                new GroupListener<>() {
                    @Override
                    public void durable(List<AppendedRecord<String>> group) {
                        for (AppendedRecord<String> one : group) {
                            durable.put(one.record().offset(), one.attachment());
                        }
                        settle(group.size());
                    }

                    @Override
                    public void failed(List<String> attachments, StoreException failure) {
                        refused.addAll(attachments);
                        settle(attachments.size());
                    }
                });
        journal = opening.journal();
    }

    /** Appends a text without waiting. */
    void append(String text) {
        pending.register();
        ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        journal.append(new JournalEntry(1_000, 2, 1, 4), payload, text);
    }

    /** Waits until all that was appended is durable or refused. */
    JournalFixture settled() {
        pending.arriveAndAwaitAdvance();
        return this;
    }

    private void settle(int count) {
        for (int i = 0; i < count; i++) {
            pending.arriveAndDeregister();
        }
    }

    /** Appends texts, one group each. */
    JournalFixture appendEach(String prefix, int count, int length) {
        for (int i = 0; i < count; i++) {
            append(text(prefix + i, length));
            settled();
        }
        return this;
    }

    static String text(String start, int length) {
        StringBuilder text = new StringBuilder(start).append(' ');
        while (text.length() < length) {
            text.append((char) ('a' + text.length() % 26));
        }
        return text.toString();
    }

    /** Files of the journal that are segments. */
    static List<Path> segments(FaultyFiles files) {
        List<Path> segments = new ArrayList<>();
        for (String name : files.list(DIRECTORY)) {
            if (SegmentHeader.firstOf(name) >= 0) {
                segments.add(DIRECTORY.resolve(name));
            }
        }
        return segments;
    }

    @Override
    public void close() {
        journal.close();
    }
}
