package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A ledger over a directory, with blocks whose chunks are texts. */
final class RocksFixture implements AutoCloseable {
    static final UUID STORE = new UUID(0x0123456789abcdefL, 0x1122334455667788L);
    static final UUID JOURNAL = new UUID(1, 2);
    static final StoreIdentity IDENTITY = new StoreIdentity(STORE, 1, 42);
    static final int PARTITION = 0;
    static final long SEEN_BYTES_MAX = 1 << 20;

    final Path directory;
    final RocksEnvironment environment;
    private @Nullable Ledger ledger;

    RocksFixture(Path directory) {
        this(directory, IDENTITY, CommitStep.Listener.NONE);
    }

    RocksFixture(Path directory, StoreIdentity identity, CommitStep.Listener steps) {
        this.directory = directory;
        environment = new RocksEnvironment(identity, new ChunkCache(0), SEEN_BYTES_MAX, steps);
    }

    /** With so many buckets open at once. */
    RocksFixture(Path directory, int bucketsOpenMax) {
        this.directory = directory;
        environment = new RocksEnvironment(
                IDENTITY, new ChunkCache(0), SEEN_BYTES_MAX, CommitStep.Listener.NONE, bucketsOpenMax);
    }

    Ledger open() {
        closeLedger();
        ledger = Ledger.open(environment, directory, PARTITION, JOURNAL);
        return ledger;
    }

    Ledger ledger() {
        return ledger == null ? open() : ledger;
    }

    void closeLedger() {
        if (ledger != null) {
            ledger.close();
            ledger = null;
        }
    }

    @Override
    public void close() {
        closeLedger();
        environment.close();
    }

    /** Seals one text a project, starting with project 1, as the records up to {@code to} of the lane. */
    LedgerChange seal(int lane, long to, String... texts) {
        Ledger open = ledger();
        BucketId newest = open.newestBucket(lane);
        BucketId bucket = newest == null ? open.newBucket(lane) : newest;
        return sealInto(bucket, to, texts);
    }

    LedgerChange sealInto(BucketId bucket, long to, String... texts) {
        try (SstWriter writer = writeSeal(bucket, to, texts)) {
            return ledger().commit(writer);
        }
    }

    SstWriter writeSeal(BucketId bucket, long to, String... texts) {
        Ledger open = ledger();
        long from = open.sealedBefore(bucket.lane(), to);
        SstWriter writer = open.newSst(bucket, WriteThrough.SEAL);
        putTexts(writer, texts);
        writer.finish(new SstWriter.Draft(
                new SstHeader.Journal(JOURNAL, bucket.lane(), from, to, from, to - 1, from),
                new SstHeader.Generations(to, to),
                SstHeader.Features.NONE,
                List.of(),
                times(to)));
        return writer;
    }

    /** Replaces blocks by one with a text of its own. */
    LedgerChange merge(List<SstHeader> inputs, String... texts) {
        try (SstWriter writer = writeMerge(inputs, texts)) {
            return ledger().commit(writer);
        }
    }

    SstWriter writeMerge(List<SstHeader> inputs, String... texts) {
        SstHeader first = inputs.get(0);
        SstHeader last = inputs.get(inputs.size() - 1);
        SstWriter writer = ledger().newSst(first.place().bucket(), WriteThrough.REWRITE);
        putTexts(writer, texts);
        writer.finish(new SstWriter.Draft(
                new SstHeader.Journal(
                        JOURNAL,
                        first.journal().lane(),
                        first.journal().from(),
                        last.journal().to(),
                        first.journal().previousTo(),
                        last.journal().cut(),
                        last.journal().allSealedBelow()),
                new SstHeader.Generations(
                        first.generations().first(), last.generations().last()),
                SstHeader.Features.NONE,
                ledger().covers(inputs),
                last.times()));
        return writer;
    }

    private static void putTexts(SstWriter writer, String... texts) {
        for (int project = 1; project <= texts.length; project++) {
            byte[] chunk = chunk(key(writer.place().block(), project), texts[project - 1]);
            writer.put(key(writer.place().block(), project), chunk, 0, chunk.length);
            writer.count(project, 1, 1);
        }
    }

    static SstHeader.Times times(long tick) {
        return new SstHeader.Times(
                tick, tick, tick, tick, tick, tick, tick, List.of(new SstHeader.TickTime(tick, tick)));
    }

    static ChunkKey key(long block, int project) {
        return new ChunkKey(block, project, ChunkKind.BLOCK_DIRECTORY, 0, 0);
    }

    static byte[] chunk(ChunkKey key, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] chunk = new byte[ChunkEnvelope.BYTES + payload.length];
        System.arraycopy(payload, 0, chunk, ChunkEnvelope.BYTES, payload.length);
        ChunkEnvelope.write(key, chunk, 0, chunk.length);
        return chunk;
    }

    static String read(StoredBlock block) {
        ChunkBuffer buffer = new ChunkBuffer();
        if (!block.chunks().read(key(block.header().place().block(), block.project()), buffer)) {
            return "(none)";
        }
        return new String(
                buffer.array(), ChunkEnvelope.BYTES, buffer.length() - ChunkEnvelope.BYTES, StandardCharsets.UTF_8);
    }

    /** All texts that count, sorted. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        ledger().blocks().forEach(block -> texts.add(read(block)));
        texts.sort(null);
        return texts;
    }

    Path bucketDirectory(BucketId id) {
        return directory.resolve(id.directoryName());
    }

    List<Path> ssts(BucketId id) {
        return BucketDirectory.ssts(bucketDirectory(id).resolve("db"));
    }

    /** Copies a directory as a crash would leave it: what is on disk now, and no lock. */
    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : new TreeSet<>(files.toList())) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void flip(Path file, long position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = (int) (position < 0 ? bytes.length + position : position);
        bytes[at] ^= 0x10;
        Files.delete(file);
        Files.write(file, bytes);
    }
}
