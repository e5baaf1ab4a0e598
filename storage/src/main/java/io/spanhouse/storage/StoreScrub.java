package io.spanhouse.storage;

import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.journal.JournalDump;
import io.spanhouse.storage.journal.JournalIdentity;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.BucketSurvey;
import io.spanhouse.storage.rocks.JournalGap;
import io.spanhouse.storage.rocks.ManifestCheck;
import io.spanhouse.storage.rocks.SstFile;
import io.spanhouse.storage.rocks.StoreIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads every byte of a store that has a checksum, from disk, at a bounded rate, and names what is not what was written:
 * both copies of the small files, every chunk of every SST, RocksDB's lists of files, every record of the journal, and what
 * the headers say is missing. Takes no lock and changes nothing, so it works beside a running program and on a backup.
 * What a running program removes meanwhile is left out. Used once.
 */
public final class StoreScrub {
    private final LineOutput out;
    private final Pace pace;
    private int damages;

    /**
     * A scrub.
     *
     * @param out gets a line for each damage and a summary
     * @param bytesPerSecond most bytes to read a second; 0 for no limit
     */
    public StoreScrub(Appendable out, long bytesPerSecond) {
        this.out = new LineOutput(out);
        pace = new Pace(bytesPerSecond);
    }

    /**
     * Scrubs a store's directory.
     *
     * @return how much was found damaged
     * @throws StoreException NOT_FOUND if there is no store, CORRUPT if nothing says who it is, TOO_NEW or UNAVAILABLE if
     *     it cannot be read
     */
    public int scrub(Path directory) {
        StoreIdentity identity = StoreDirectory.identityOf(directory);
        StoreDirectory.identityAlarms(directory).forEach(this::damaged);
        try {
            ProjectRegistry.open(StoreDirectory.projects(directory), 0, false)
                    .alarms()
                    .forEach(this::damaged);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            damaged(String.valueOf(e.getMessage()));
        }
        for (int partition = 0; partition < identity.partitions(); partition++) {
            long sealedBelow = blocks(StoreDirectory.buckets(directory, partition), identity);
            journal(directory, partition, identity, sealedBelow);
        }
        out.line("read " + pace.bytes() + " bytes, found " + damages + " damages");
        return damages;
    }

    /** Gives the offset below which all records are in blocks. */
    private long blocks(Path buckets, StoreIdentity identity) {
        BucketSurvey survey = new BucketSurvey(buckets, identity.storeId());
        for (JournalGap gap : survey.gaps()) {
            damaged(buckets + ": journal records " + gap.from() + " to " + (gap.to() - 1)
                    + " were in a block that is lost");
        }
        Set<Path> databases = new TreeSet<>();
        for (BucketSurvey.Found found : survey.files()) {
            databases.add(found.path().getParent());
            if (found.header() == null) {
                damaged(found.path() + ": " + found.problem());
            } else {
                sst(found.path(), found.bytes());
            }
        }
        for (Path database : databases) {
            // A backup has no list of RocksDB's; the next open makes one.
            String problem = Files.exists(database.resolve("CURRENT")) ? ManifestCheck.problem(database) : "";
            if (!problem.isEmpty()) {
                damaged(database + ": " + problem);
            }
        }
        return survey.sealedBelow();
    }

    private void sst(Path path, long bytes) {
        long before = pace.bytes();
        try (SstFile file = SstFile.open(path)) {
            file.walk(new SstFile.Visitor() {
                @Override
                public void chunk(ChunkKey key, int length) {
                    pace.read(length);
                }

                @Override
                public void other(int length) {
                    pace.read(length);
                }

                @Override
                public void damaged(String found) {
                    StoreScrub.this.damaged(path + ": " + found);
                }
            });
        } catch (StoreException e) {
            if (Files.exists(path)) {
                damaged(path + ": " + e.getMessage());
            }
        }
        pace.read(Math.max(0, bytes - (pace.bytes() - before)));
    }

    private void journal(Path directory, int partition, StoreIdentity identity, long sealedBelow) {
        Path journal = StoreDirectory.journal(directory, partition);
        if (!Files.isDirectory(journal)) {
            damaged(journal + " is not there");
            return;
        }
        StringBuilder said = new StringBuilder();
        JournalDump dump = new JournalDump(
                new PacedFiles(pace), new LineOutput(said), new JournalDump.Detail(false, false, 0, project -> true));
        try {
            int found = dump.print(journal, new JournalIdentity(identity.storeId(), partition), sealedBelow);
            damages += found;
            said.toString()
                    .lines()
                    .filter(line -> line.startsWith("damage "))
                    .forEach(line -> out.line("damaged: " + journal + ": " + line.substring("damage ".length())));
        } catch (NoSuchFileException e) {
            out.line("segment " + e.getFile() + " was removed meanwhile; the rest of this journal is not read");
        } catch (StoreException e) {
            damaged(journal + ": " + e.getMessage());
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, journal + " cannot be read: " + e, e);
        }
    }

    private void damaged(String what) {
        damages++;
        out.line("damaged: " + what);
    }
}
