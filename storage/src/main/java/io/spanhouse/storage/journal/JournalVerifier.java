package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of an open journal from disk again, one a step, the oldest first and over and over, and judges them as
 * the next open would: each record's checksums, where each segment ends, what each says of the one before, and the
 * high-water file. So damage is found while memory or a block still has what was in it. The segment being written is read
 * as far as it is acknowledged. Changes nothing; tells each damage once, and what recovery had found not again. One thread.
 */
final class JournalVerifier {
    /** Most damages that are told; a disk that fails may damage every record. */
    static final int DAMAGES_MAX = 1_000;

    private final JournalOptions options;
    private final SegmentLog segments;
    private final Set<Sighting> told = new HashSet<>();
    /** First offset of the segment that was read last, 0 at the beginning of a round. */
    private long last;

    /** What makes two damages the same one. */
    private record Sighting(JournalDamage.Kind kind, String file, long position) {
        static Sighting of(JournalDamage damage) {
            return new Sighting(damage.kind(), damage.file(), damage.position());
        }
    }

    JournalVerifier(JournalOptions options, SegmentLog segments, List<JournalDamage> known) {
        this.options = options;
        this.segments = segments;
        known.forEach(damage -> told.add(Sighting.of(damage)));
    }

    /** Reads the next segment, or the high-water file when all are read. */
    JournalVerification next() throws IOException {
        List<SegmentInfo> there = segments.readable();
        for (int i = 0; i < there.size(); i++) {
            if (there.get(i).first() > last) {
                last = there.get(i).first();
                return segment(there.get(i), there.subList(i + 1, there.size()));
            }
        }
        last = 0;
        List<JournalDamage> damages = new ArrayList<>();
        if (!HighWater.read(options.files(), options.directory(), options.identity())
                .isGood()) {
            add(damages, JournalDamage.Kind.BAD_HIGH_WATER, HighWater.NAME, 0, 0, 0);
        }
        return new JournalVerification(0, news(damages), true);
    }

    private JournalVerification segment(SegmentInfo segment, List<SegmentInfo> later) throws IOException {
        Path path = options.directory().resolve(segment.fileName());
        List<JournalDamage> damages = new ArrayList<>();
        try (StorageFile file = options.files().openForReading(path)) {
            verify(segment, chain(segment, later), file, damages);
        } catch (IOException e) {
            if (segments.readable().stream().noneMatch(other -> other.first() == segment.first())) {
                // It was trimmed meanwhile.
                return new JournalVerification(0, List.of(), false);
            }
            if (options.files().exists(path)) {
                throw e;
            }
            long end = Math.max(segment.first(), segment.last());
            add(damages, JournalDamage.Kind.MISSING_SEGMENT, segment.fileName(), 0, segment.first(), end);
        }
        return new JournalVerification(segment.bytes(), news(damages), false);
    }

    private void verify(
            SegmentInfo segment, SegmentHeader.@Nullable Chain chain, StorageFile file, List<JournalDamage> damages)
            throws IOException {
        SegmentHeader header = SegmentHeader.read(file, segment.fileName());
        boolean isOfFailedCreation = chain != null && chain.segment() < segment.first();
        if (header == null && !isOfFailedCreation) {
            add(damages, JournalDamage.Kind.BAD_SEGMENT_HEADER, segment.fileName(), 0, 0, 0);
        } else if (header != null
                && (header.first() != segment.first() || !header.identity().equals(options.identity()))) {
            long end = Math.max(segment.first(), segment.last());
            add(damages, JournalDamage.Kind.FOREIGN_SEGMENT, segment.fileName(), 0, segment.first(), end);
            return;
        }
        long limit = chain == null ? Long.MAX_VALUE : chain.last();
        SegmentScan.Terms terms = new SegmentScan.Terms(
                segment.fileName(),
                segment.first(),
                header == null ? 0 : header.bytes(),
                limit,
                limit,
                segment.bytes());
        SegmentScan.Findings found = SegmentScan.scan(options.identity(), terms, file, (record, payload) -> {});
        damages.addAll(found.damages());
        long size = file.size();
        if (chain == null && size < segment.bytes() && found.accounted() < segment.last()) {
            long from = Math.max(segment.first(), found.accounted() + 1);
            add(damages, JournalDamage.Kind.SHORTENED_TAIL, segment.fileName(), size, from, segment.last());
        }
        if (chain != null
                && chain.last() == found.lastGood()
                && chain.crc() != 0
                && found.lastGood() != 0
                && chain.crc() != found.lastGoodCrc()) {
            add(damages, JournalDamage.Kind.BROKEN_CHAIN, segment.fileName(), 0, chain.last(), chain.last());
        }
    }

    /**
     * What the next segment with a readable header says of the end of this one; null if there is none, or one between them
     * is damaged that it speaks of.
     */
    private SegmentHeader.@Nullable Chain chain(SegmentInfo segment, List<SegmentInfo> later) throws IOException {
        for (SegmentInfo next : later) {
            SegmentHeader header = header(next);
            if (header != null) {
                SegmentHeader.Chain chain = header.previous();
                return chain.segment() <= segment.first() ? chain : null;
            }
        }
        return null;
    }

    /** The header of a segment; null if it is unreadable, another one's or gone. */
    private @Nullable SegmentHeader header(SegmentInfo segment) throws IOException {
        Path path = options.directory().resolve(segment.fileName());
        try (StorageFile file = options.files().openForReading(path)) {
            SegmentHeader header = SegmentHeader.read(file, segment.fileName());
            boolean isIts =
                    header != null && header.identity().equals(options.identity()) && header.first() == segment.first();
            return isIts ? header : null;
        } catch (IOException e) {
            if (options.files().exists(path)) {
                throw e;
            }
            return null;
        }
    }

    private static void add(
            List<JournalDamage> damages,
            JournalDamage.Kind kind,
            String file,
            long position,
            long firstOffset,
            long lastOffset) {
        damages.add(new JournalDamage(kind, file, position, 0, firstOffset, lastOffset, null));
    }

    private List<JournalDamage> news(List<JournalDamage> damages) {
        return damages.stream()
                .filter(damage -> told.size() < DAMAGES_MAX && told.add(Sighting.of(damage)))
                .toList();
    }
}
