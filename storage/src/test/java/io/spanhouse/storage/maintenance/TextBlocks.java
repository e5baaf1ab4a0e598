package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkKind;
import io.spanhouse.storage.block.ChunkSink;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.testing.SpanText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Blocks of one chunk, the texts of the spans: as simple as a block can be, so that a test sees maintenance alone. */
final class TextBlocks implements BlockBuilding {
    private static final String SEPARATOR = "\u001e";

    @Override
    public Writer writer() {
        return new Writer() {
            @Override
            public void write(BlockIdentity identity, BlockInput input, ChunkSink sink) {
                writeTexts(identity, input, sink);
            }

            @Override
            public void close() {}
        };
    }

    private static void writeTexts(BlockIdentity identity, BlockInput input, ChunkSink sink) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < input.orderLength(); i++) {
            texts.add(SpanText.render(input.rows(), input.order()[i]));
        }
        put(identity, texts, sink);
    }

    @Override
    public boolean fit(List<StoredBlock> inputs) {
        return true;
    }

    @Override
    public Merged merge(BlockIdentity identity, List<Source> inputs, Manner manner, ChunkSink sink) {
        List<String> texts = new ArrayList<>();
        inputs.forEach(input -> texts.addAll(read(input.block())));
        put(identity, texts, sink);
        return new Merged(
                inputs.stream()
                        .mapToLong(input -> input.block().content().spans())
                        .sum(),
                inputs.stream()
                        .mapToLong(input -> input.block().content().traces())
                        .sum(),
                0,
                0);
    }

    private static void put(BlockIdentity identity, List<String> texts, ChunkSink sink) {
        byte[] payload = String.join(SEPARATOR, texts).getBytes(StandardCharsets.UTF_8);
        byte[] chunk = new byte[ChunkEnvelope.BYTES + payload.length];
        System.arraycopy(payload, 0, chunk, ChunkEnvelope.BYTES, payload.length);
        ChunkKey key = key(identity);
        ChunkEnvelope.write(key, chunk, 0, chunk.length);
        sink.put(key, chunk, 0, chunk.length);
    }

    static List<String> read(StoredBlock block) {
        ChunkBuffer buffer = new ChunkBuffer();
        if (!block.chunks().read(key(block.identity()), buffer)) {
            throw new AssertionError(block + " has no text");
        }
        String text = new String(
                buffer.array(), ChunkEnvelope.BYTES, buffer.length() - ChunkEnvelope.BYTES, StandardCharsets.UTF_8);
        return List.of(text.split(SEPARATOR));
    }

    private static ChunkKey key(BlockIdentity identity) {
        return new ChunkKey(identity.block(), identity.project(), ChunkKind.BLOCK_DIRECTORY, 0, 0);
    }
}
