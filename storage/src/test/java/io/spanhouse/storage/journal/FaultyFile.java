package io.spanhouse.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** One file of {@link FaultyFiles}: what readers see, and what a power cut would leave. */
final class FaultyFile implements StorageFile {
    private static final int SECTOR_BYTES = 512;

    private final FaultyFiles files;
    private byte[] content;
    private byte[] durable;
    /** Sectors that were written and not synced since. */
    private final BitSet dirty = new BitSet();

    FaultyFile(FaultyFiles files, byte[] bytes) {
        this.files = files;
        content = bytes;
        durable = bytes;
    }

    byte[] bytes() {
        return content;
    }

    /** The file after a power cut: any of the dirty sectors, any length between the synced and the written one. */
    FaultyFile afterPowerCut(FaultyFiles after, SplittableRandom random) {
        int shortest = Math.min(durable.length, content.length);
        int longest = Math.max(durable.length, content.length);
        int choice = random.nextInt(3);
        int length =
                choice == 0 ? durable.length : choice == 1 ? content.length : random.nextInt(shortest, longest + 1);
        byte[] left = Arrays.copyOf(durable, length);
        for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
            if (random.nextBoolean()) {
                copySector(sector, content, left);
            }
        }
        return new FaultyFile(after, left);
    }

    private static void copySector(int sector, byte[] from, byte[] to) {
        int start = sector * SECTOR_BYTES;
        int end = Math.min(start + SECTOR_BYTES, Math.min(from.length, to.length));
        if (end > start) {
            System.arraycopy(from, start, to, start, end - start);
        }
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        synchronized (files) {
            files.mayFail("write");
            int length =
                    source.remaining() < 2 ? source.remaining() : files.random().nextInt(1, source.remaining() + 1);
            int start = (int) position;
            content = Arrays.copyOf(content, Math.max(content.length, start + length));
            source.get(content, start, length);
            dirty.set(start / SECTOR_BYTES, (start + length - 1) / SECTOR_BYTES + 1);
            return length;
        }
    }

    @Override
    public int read(ByteBuffer target, long position) {
        synchronized (files) {
            int length = (int) Math.min(target.remaining(), content.length - position);
            if (length <= 0) {
                return -1;
            }
            target.put(content, (int) position, length);
            return length;
        }
    }

    @Override
    public long size() {
        synchronized (files) {
            return content.length;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (files) {
            files.mayFail("truncate");
            if (size < content.length) {
                content = Arrays.copyOf(content, (int) size);
            }
        }
    }

    @Override
    public void force() throws IOException {
        synchronized (files) {
            files.forced();
            try {
                files.mayFail("sync");
            } catch (IOException e) {
                // As on Linux: some of it may be there, and no later sync writes the rest.
                durable = afterPowerCut(files, files.random()).content;
                dirty.clear();
                throw e;
            }
            durable = content.clone();
            dirty.clear();
        }
    }

    @Override
    public void close() {}
}
