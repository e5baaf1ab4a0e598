package io.spanhouse.storage.block;

import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chunks between two steps of a rewrite that are too many to be kept in memory: one file, chunk after chunk as they came,
 * and in memory where each of them lies, some 100 bytes a chunk. The file is never synced, means nothing after a crash and
 * is deleted on close. Filled by one thread; any number may read then.
 */
public final class SpilledChunks implements ChunkSink, ChunkSource, AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Map<ChunkKey, Place> places = new HashMap<>();
    private final Map<ChunkKey, DistantValue> deferred = new HashMap<>();
    private long length;

    private record Place(long position, int length) {}

    /**
     * Makes an empty file.
     *
     * @param file where nothing is yet; its directory is emptied when the store opens
     * @throws StoreException UNAVAILABLE if the disk refuses
     */
    public SpilledChunks(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed("make", e);
        }
    }

    private StoreException failed(String what, IOException cause) {
        return new StoreException(
                FailureKind.UNAVAILABLE, "could not " + what + " " + file + ": " + cause.getMessage(), cause);
    }

    @Override
    public void put(ChunkKey key, byte[] bytes, int offset, int count) {
        ByteBuffer source = ByteBuffer.wrap(bytes, offset, count);
        try {
            while (source.hasRemaining()) {
                channel.write(source, length + count - source.remaining());
            }
        } catch (IOException e) {
            throw failed("write", e);
        }
        places.put(key, new Place(length, count));
        length += count;
    }

    @Override
    public boolean defer(ChunkKey key, DistantValue value) {
        deferred.put(key, value);
        return true;
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        DistantValue distant = deferred.get(key);
        if (distant != null) {
            MemoryChunks.make(key, distant, into);
            return true;
        }
        Place place = places.get(key);
        into.resize(place == null ? 0 : place.length);
        if (place == null) {
            return false;
        }
        ByteBuffer target = ByteBuffer.wrap(into.array(), 0, place.length);
        try {
            while (target.hasRemaining()) {
                if (channel.read(target, place.position + target.position()) < 0) {
                    throw new IOException("it ends at byte " + channel.size());
                }
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
        ChunkEnvelope.verify(key, into.array(), 0, place.length);
        return true;
    }

    /** Bytes that were written. */
    public long byteCount() {
        return length;
    }

    /** Closes and deletes the file. */
    @Override
    public void close() {
        IOException failure = null;
        try {
            channel.close();
        } catch (IOException e) {
            failure = e;
        }
        failure = deleted(failure);
        if (failure != null) {
            throw failed("remove", failure);
        }
    }

    private @Nullable IOException deleted(@Nullable IOException before) {
        try {
            Files.deleteIfExists(file);
            return before;
        } catch (IOException e) {
            return e;
        }
    }
}
