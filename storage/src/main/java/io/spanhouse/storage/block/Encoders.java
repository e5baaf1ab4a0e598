package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.Codes;
import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.encoding.Texts;

/** The encoders that one writer of blocks uses, with their scratch arrays. Whoever made it closes it. Not thread-safe. */
final class Encoders implements AutoCloseable {
    final Compression compression = new Compression();
    final Numbers numbers = new Numbers();
    final Codes codes = new Codes(numbers);
    final Texts texts = new Texts(numbers, compression);
    final FormFinder forms = new FormFinder();

    @Override
    public void close() {
        compression.close();
    }
}
