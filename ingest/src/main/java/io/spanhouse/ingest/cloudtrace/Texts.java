package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;

/** Texts, and pairs of a key and a value, as codes of a batch. Not thread-safe. */
final class Texts {
    private final SpanBatchBuilder builder;

    Texts(SpanBatchBuilder builder) {
        this.builder = builder;
    }

    int string(String text) {
        byte[] bytes = bytes(text);
        return builder.string(bytes, 0, bytes.length);
    }

    int pair(String key, String value) {
        byte[] bytes = bytes(value);
        return builder.pair(string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    int pair(String key, long value) {
        byte[] bytes = new byte[Long.BYTES];
        ValueBytes.putInt(bytes, 0, value);
        return builder.pair(string(key), ValueType.INT, bytes, 0, bytes.length);
    }

    int pair(String key, boolean value) {
        return builder.pair(string(key), ValueType.BOOL, new byte[] {(byte) (value ? 1 : 0)}, 0, 1);
    }

    /** UTF-8; half a surrogate pair, which JSON can write, becomes U+FFFD. */
    static byte[] bytes(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                whole = whole == null ? new StringBuilder(text) : whole;
                whole.setCharAt(i, '\uFFFD');
            }
        }
        return (whole == null ? text : whole.toString()).getBytes(StandardCharsets.UTF_8);
    }
}
