package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.DistantValue;

/**
 * A value of a block that has a chunk of its own, by what its column says of it.
 *
 * @param block the block, which must be open when the value is read
 * @param part its row group
 * @param number its number in the row group
 * @param length its bytes
 * @param hash {@link FilterHash#ofValue} of it
 */
record LargeValue(BlockReader block, int part, int number, int length, long hash) implements DistantValue {
    @Override
    public byte[] read() {
        ChunkKey key = block.identity().key(ChunkKind.LARGE, part, number);
        ChunkBuffer buffer = new ChunkBuffer();
        block.load(key, buffer);
        byte[] value = new byte[length];
        int stored = Math.max(0, buffer.length() - ChunkEnvelope.BYTES);
        ChunkFailure.naming(key, () -> {
            Compression.readAlone(buffer.array(), ChunkEnvelope.BYTES, stored, value);
            return value;
        });
        if (FilterHash.ofValue(value, 0, length) != hash) {
            throw ChunkFailure.corrupt(key, "the value has another hash than its column says");
        }
        return value;
    }

    @Override
    public boolean isLastCopy() {
        return false;
    }
}
