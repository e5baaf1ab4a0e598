package io.spanhouse.storage;

import io.spanhouse.storage.journal.JournalDamage;
import io.spanhouse.storage.journal.JournalOpening;
import io.spanhouse.storage.journal.SmallLog;
import io.spanhouse.storage.journal.StorageFiles;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.JournalGap;
import io.spanhouse.storage.rocks.Ledger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a partition's journal is damaged, and what is lost by it. The files tell of a loss only until later records are
 * sealed: offsets of refused records are never used, so a gap by itself means nothing. Therefore what was lost is written
 * down when it is found, in the small log {@code lost} beside the journal, and answers name it until retention would have
 * dropped it. Any thread.
 */
final class Losses {
    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    /** Most losses that are written down; further ones are named until the next start. */
    private static final int KEPT_MAX = 1_000;

    private final int partition;
    private final Path file;
    private final StorageFiles files;
    private final StoreClock clock;
    private final Duration keep;
    private final Set<String> alarms = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    /**
     * Reads what was lost before.
     *
     * @param file the small log
     * @param keep how long a loss is named: as long as spans are kept
     */
    Losses(int partition, Path file, StorageFiles files, StoreClock clock, Duration keep) {
        this.partition = partition;
        this.file = file;
        this.files = files;
        this.clock = clock;
        this.keep = keep;
    }

    /** Takes what opening the journal found. */
    synchronized void of(JournalOpening<?> opening, Ledger ledger, int lane) {
        List<String> found = new ArrayList<>();
        for (JournalDamage damage : opening.damages()) {
            alarms.add("partition " + partition + " journal: " + damage);
            if (damage.firstOffset() > 0 && damage.lastOffset() >= ledger.sealed(lane)) {
                found.add("partition " + partition + ": journal records " + damage.firstOffset() + " to "
                        + damage.lastOffset() + " are damaged or lost");
            }
            LOG.error("Partition {} journal is damaged: {}", partition, damage);
        }
        long oldest = opening.journal().statistics().oldestOffset();
        opening.sealed().forEach((ofLane, noted) -> {
            MissingBlocks missing = MissingBlocks.of(partition, ofLane, ledger.sealed(ofLane), noted, oldest);
            missing.alarms().forEach(LOG::error);
            alarms.addAll(missing.alarms());
            found.addAll(missing.lost());
        });
        // What was in a block that is lost and is not in the journal any more. Later blocks close the gap, so it is
        // kept.
        for (JournalGap gap : ledger.gaps()) {
            long from = Math.max(1, gap.from());
            if (from < oldest || oldest == 0) {
                found.add("partition " + partition + ": journal records " + from + " to " + (gap.to() - 1)
                        + " were in a block that is lost");
            }
        }
        keep(found).forEach(sentence -> alarms.add(sentence + ", found at an earlier start"));
    }

    /** Writes down what is new of this; gives what was known. */
    private Set<String> keep(List<String> found) {
        if (found.isEmpty() && !isThere()) {
            return Set.of();
        }
        long now = clock.epochMillis();
        Set<String> known = new LinkedHashSet<>();
        SmallLog.Opening opening = SmallLog.open(files, file, entry -> {
            ByteBuffer bytes = ByteBuffer.wrap(entry.toByteArray());
            long noticed = bytes.getLong();
            if (now - noticed < keep.toMillis()) {
                known.add(StandardCharsets.UTF_8.decode(bytes).toString());
            }
        });
        try (SmallLog log = opening.log()) {
            opening.damages()
                    .forEach(damage -> lost.add("partition " + partition + ": what was lost earlier: " + damage));
            for (String sentence : found) {
                if (!known.contains(sentence) && known.size() < KEPT_MAX) {
                    byte[] text = sentence.getBytes(StandardCharsets.UTF_8);
                    log.append(ByteBuffer.allocate(Long.BYTES + text.length)
                            .putLong(now)
                            .put(text)
                            .array());
                }
            }
        }
        lost.addAll(known);
        lost.addAll(found);
        return known;
    }

    private boolean isThere() {
        try {
            return files.exists(file);
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, file + " cannot be looked for: " + e, e);
        }
    }

    /** Notes a loss that came to be known while the partition is open: in the small log, and in alarms and answers. */
    synchronized void note(String sentence) {
        String whole = "partition " + partition + ": " + sentence;
        keep(List.of(whole));
        alarms.add(whole);
    }

    /** Adds an alarm. */
    synchronized void alarm(String sentence) {
        alarms.add(sentence);
    }

    /** Adds what answers lack from now on. */
    synchronized void lose(String sentence) {
        lost.add(sentence);
    }

    /** What is wrong, one sentence each. */
    synchronized List<String> alarms() {
        return List.copyOf(alarms);
    }

    /** What answers may lack, one sentence each. */
    synchronized List<String> lost() {
        return List.copyOf(lost);
    }
}
