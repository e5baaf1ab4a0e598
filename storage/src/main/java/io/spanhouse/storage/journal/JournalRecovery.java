package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal's directory: shows every record from an offset on, finds out what is damaged, and where writing goes on.
 * With repair it cuts the torn end and sets aside what is damaged; without it changes nothing, as for a dump. Used once.
 */
final class JournalRecovery {
    /** Offsets skipped when it is not known how many were used: more than any segment holds. */
    private static final long UNKNOWN_OFFSETS = 1L << 32;

    private final StorageFiles files;
    private final Path directory;
    private final JournalIdentity identity;
    private final long fromOffset;
    private final RecordVisitor visitor;
    private final boolean repair;
    private final Quarantine quarantine;
    private final List<JournalDamage> damages = new ArrayList<>();
    private final List<SegmentInfo> closed = new ArrayList<>();
    private SortedMap<Integer, Long> sealed = Collections.emptySortedMap();
    private HighWater highWater = new HighWater(0, 0);
    private long accounted;
    private int accountedCrc;
    private long highestSeen;
    private long records;
    private long cutBytes;

    /**
     * What recovery found.
     *
     * @param segments all segments that there are, none to be written to again
     * @param chain the end of what is there
     * @param nextOffset the first offset to hand out
     * @param damages what is damaged
     * @param records records shown
     * @param cutBytes length of the torn end
     * @param sealed what the newest segment says of seals, by lane
     */
    record Recovered(
            List<SegmentInfo> segments,
            SegmentHeader.Chain chain,
            long nextOffset,
            List<JournalDamage> damages,
            long records,
            long cutBytes,
            SortedMap<Integer, Long> sealed) {}

    JournalRecovery(JournalOptions options, long fromOffset, RecordVisitor visitor, boolean repair) {
        files = options.files();
        directory = options.directory();
        identity = options.identity();
        this.fromOffset = fromOffset;
        this.visitor = visitor;
        this.repair = repair;
        quarantine = new Quarantine(files, directory);
    }

    Recovered recover(long nextOffsetMin) throws IOException {
        highWater = HighWater.read(files, directory, identity);
        if (!highWater.isGood()) {
            damage(JournalDamage.Kind.BAD_HIGH_WATER, HighWater.NAME, 0, 0);
        }
        SegmentDirectory found = SegmentDirectory.list(files, directory, identity);
        for (JournalDamage damage : found.damages()) {
            boolean move = repair && damage.kind() == JournalDamage.Kind.FOREIGN_SEGMENT;
            damages.add(move ? damage.withSetAside(quarantine.move(damage.file())) : damage);
        }
        List<SegmentDirectory.Found> segments = found.segments();
        removeTornStarts(segments);
        expectNothingBefore(segments);
        for (int i = 0; i < segments.size(); i++) {
            segment(segments.get(i), i + 1 < segments.size(), successor(segments, i));
        }
        long newest = segments.isEmpty() ? 0 : segments.get(segments.size() - 1).first();
        expectHighWater(newest);
        long next = 1 + Math.max(Math.max(accounted, highestSeen), Math.max(found.highestName(), highWater.last()));
        if (highWater.segment() > newest) {
            next = Math.max(next, highWater.segment()) + UNKNOWN_OFFSETS;
        }
        SegmentHeader.Chain chain = new SegmentHeader.Chain(newest, accounted, accountedCrc);
        return new Recovered(closed, chain, Math.max(next, nextOffsetMin), damages, records, cutBytes, sealed);
    }

    private void expectNothingBefore(List<SegmentDirectory.Found> segments) {
        SegmentHeader header = segments.isEmpty() ? null : segments.get(0).header();
        if (header == null) {
            return;
        }
        SegmentHeader.Chain before = header.previous();
        if (before.last() >= fromOffset && before.last() > 0) {
            String missing = SegmentHeader.fileName(before.segment());
            damage(JournalDamage.Kind.MISSING_SEGMENT, missing, Math.max(1, fromOffset), before.last());
        }
        account(before.last(), before.crc());
    }

    /**
     * The header that says where a segment ends: that of the next readable one, unless the chain leads to one between that
     * is unreadable.
     */
    private static @Nullable SegmentHeader successor(List<SegmentDirectory.Found> segments, int index) {
        for (int i = index + 1; i < segments.size(); i++) {
            SegmentHeader header = segments.get(i).header();
            if (header != null) {
                boolean adjacent = i == index + 1;
                boolean known =
                        header.previous().segment() <= segments.get(index).first();
                return adjacent || known ? header : null;
            }
        }
        return null;
    }

    private void segment(SegmentDirectory.Found segment, boolean hasNext, @Nullable SegmentHeader successor)
            throws IOException {
        if (segment.header() != null) {
            sealed = segment.header().sealed();
        }
        try (StorageFile file = repair
                ? files.openForWriting(directory.resolve(segment.fileName()))
                : files.openForReading(directory.resolve(segment.fileName()))) {
            if (successor != null && successor.previous().last() < fromOffset) {
                account(successor.previous().last(), successor.previous().crc());
            } else {
                SegmentScan.Terms terms = terms(segment, hasNext, successor);
                SegmentScan.Findings findings = SegmentScan.scan(identity, terms, file, visitor);
                take(segment, findings, successor, file);
            }
            closed.add(new SegmentInfo(
                    segment.first(), Math.max(accounted, highestSeen), file.size(), segment.fileName()));
        }
    }

    /** Files without header or record at the end are of interrupted creations; nothing was acknowledged in them. */
    private void removeTornStarts(List<SegmentDirectory.Found> segments) throws IOException {
        for (int i = segments.size() - 1; i >= 0; i--) {
            SegmentDirectory.Found segment = segments.get(i);
            if (segment.header() != null || highWater.segment() >= segment.first()) {
                return;
            }
            Path path = directory.resolve(segment.fileName());
            try (StorageFile file = files.openForReading(path)) {
                SegmentScan.Terms all =
                        new SegmentScan.Terms(segment.fileName(), segment.first(), 0, Long.MAX_VALUE, 0);
                if (SegmentScan.scan(identity, all, file, (record, payload) -> {})
                                .highestSeen()
                        > 0) {
                    return;
                }
                cutBytes += file.size();
            }
            segments.remove(i);
            if (repair) {
                files.delete(path);
                files.forceDirectory(directory);
            }
        }
    }

    private SegmentScan.Terms terms(
            SegmentDirectory.Found segment, boolean hasNext, @Nullable SegmentHeader successor) {
        long limit = Long.MAX_VALUE;
        long proven = Long.MAX_VALUE;
        if (!hasNext) {
            // A header that was on disk and is no more says that what follows it was on disk too.
            proven = segment.header() == null ? Math.max(segment.first(), highWater.last()) : highWater.last();
        } else if (successor != null && successor.previous().segment() <= segment.first()) {
            limit = successor.previous().last();
            proven = limit;
        }
        return new SegmentScan.Terms(segment.fileName(), segment.first(), segment.start(), limit, proven);
    }

    private void take(
            SegmentDirectory.Found segment,
            SegmentScan.Findings findings,
            @Nullable SegmentHeader successor,
            StorageFile file)
            throws IOException {
        boolean isInChain = successor == null || successor.previous().segment() >= segment.first();
        if (segment.header() == null && isInChain) {
            damage(JournalDamage.Kind.BAD_SEGMENT_HEADER, segment.fileName(), 0, 0);
        }
        for (JournalDamage damage : findings.damages()) {
            boolean copy = repair && damage.bytes() > 0;
            damages.add(
                    copy
                            ? damage.withSetAside(
                                    quarantine.copy(file, damage.file(), damage.position(), damage.bytes()))
                            : damage);
        }
        records += findings.records();
        highestSeen = Math.max(highestSeen, findings.highestSeen());
        account(findings.accounted(), findings.lastGood() == findings.accounted() ? findings.lastGoodCrc() : 0);
        if (successor != null) {
            expectChain(segment, findings, successor);
        } else if (findings.cut()) {
            cutBytes += file.size() - findings.end();
            if (repair) {
                if (!findings.damages().isEmpty()) {
                    keepProof(segment);
                }
                file.truncate(findings.end());
                file.force();
            }
        }
    }

    /**
     * Before a torn end is cut: a record in it may be all that tells the damage before it from a torn end, and without that
     * the next start would cut the good records behind the damage, too.
     */
    private void keepProof(SegmentDirectory.Found segment) throws IOException {
        new HighWater(Math.max(highWater.segment(), segment.first()), Math.max(highWater.last(), accounted))
                .write(files, directory, identity);
        files.forceDirectory(directory);
    }

    private void expectChain(SegmentDirectory.Found segment, SegmentScan.Findings findings, SegmentHeader successor) {
        SegmentHeader.Chain chain = successor.previous();
        if (chain.segment() > segment.first() && chain.last() > accounted) {
            String missing = SegmentHeader.fileName(chain.segment());
            damage(JournalDamage.Kind.MISSING_SEGMENT, missing, Math.max(accounted + 1, fromOffset), chain.last());
        } else if (chain.last() == findings.lastGood()
                && chain.crc() != 0
                && findings.lastGood() != 0
                && chain.crc() != findings.lastGoodCrc()) {
            damage(JournalDamage.Kind.BROKEN_CHAIN, segment.fileName(), chain.last(), chain.last());
        }
        account(chain.last(), chain.crc());
    }

    private void expectHighWater(long newest) {
        if (highWater.segment() > newest) {
            long first = Math.max(highWater.segment(), fromOffset);
            String missing = SegmentHeader.fileName(highWater.segment());
            damage(JournalDamage.Kind.MISSING_SEGMENT, missing, first, Math.max(first, highWater.last()));
        }
        if (highWater.last() > accounted) {
            if (highWater.last() >= fromOffset && highWater.segment() <= newest) {
                long first = Math.max(accounted + 1, fromOffset);
                damage(JournalDamage.Kind.SHORTENED_TAIL, HighWater.NAME, first, highWater.last());
            }
            account(highWater.last(), 0);
        }
    }

    private void account(long last, int crc) {
        if (last > accounted) {
            accounted = last;
            accountedCrc = crc;
        }
    }

    private void damage(JournalDamage.Kind kind, String fileName, long firstOffset, long lastOffset) {
        damages.add(new JournalDamage(kind, fileName, 0, 0, firstOffset, lastOffset, null));
    }
}
