package io.spanhouse.storage.journal;

import java.nio.ByteBuffer;

/**
 * A batch as bytes.
 *
 * @param bytes from position 0 to the limit, in an array that nobody else holds
 * @param longValues where its long values are
 */
public record Frame(ByteBuffer bytes, LongValues longValues) {}
