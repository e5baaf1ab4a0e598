package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Columns of byte strings that hardly repeat, in the shortest of the forms that all of them fit. The bytes are in the
 * package's description.
 *
 * <p>Costs about 15 ns a string and the compression, some 3 ns a byte; hexadecimal digits, UUIDs and numbers are not
 * compressed, for they do not shrink further. Keeps scratch arrays; not thread-safe. Does not own the compression.
 */
public final class Texts {
    /** Bytes of a frame before compression; the string that reaches this ends it. */
    static final int FRAME_BYTES = 64 << 10;

    private final Numbers numbers;
    private final Compression compression;
    private final TextArena packed = new TextArena();
    private final ByteWriter stored = new ByteWriter(1 << 12);
    private long[] scratch = new long[64];
    private long[] frameTexts = new long[4];
    private long[] frameBytes = new long[4];

    public Texts(Numbers numbers, Compression compression) {
        this.numbers = numbers;
        this.compression = compression;
    }

    /** Appends all strings of an arena. */
    public void write(TextArena texts, ByteWriter out) {
        TextForm form = form(texts);
        out.u8(form.ordinal());
        switch (form) {
            case BYTES:
                writeLengths(texts, out);
                writeFrames(texts, true, out);
                return;
            case HEX:
                writeLengths(packed, out);
                writeFrames(packed, false, out);
                return;
            case UUID:
                writeFrames(packed, false, out);
                return;
            case DECIMAL:
                writeDecimals(texts, out);
                return;
        }
    }

    /** The shortest form that all strings have; of HEX and UUID they are then in {@link #packed}. */
    private TextForm form(TextArena texts) {
        if (texts.byteCount() == 0) {
            return TextForm.BYTES;
        }
        if (pack(TextForm.UUID, texts)) {
            return TextForm.UUID;
        }
        boolean decimal = true;
        for (int i = 0; i < texts.size() && decimal; i++) {
            decimal = TextForm.isDecimal(texts.bytes(), texts.start(i), texts.end(i) - texts.start(i));
        }
        if (decimal) {
            return TextForm.DECIMAL;
        }
        return pack(TextForm.HEX, texts) ? TextForm.HEX : TextForm.BYTES;
    }

    private boolean pack(TextForm form, TextArena texts) {
        packed.clear();
        for (int i = 0; i < texts.size(); i++) {
            int start = texts.start(i);
            int length = texts.end(i) - start;
            packed.ensure(length);
            int bytes = form.pack(texts.bytes(), start, length, packed.bytes(), packed.byteCount());
            if (bytes < 0) {
                return false;
            }
            packed.added(bytes);
        }
        return true;
    }

    private void writeDecimals(TextArena texts, ByteWriter out) {
        ensureScratch(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            int start = texts.start(i);
            scratch[i] = TextForm.parseDecimal(texts.bytes(), start, texts.end(i) - start);
        }
        numbers.write(scratch, texts.size(), out);
    }

    private void writeLengths(TextArena texts, ByteWriter out) {
        ensureScratch(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            scratch[i] = (long) texts.end(i) - texts.start(i);
        }
        numbers.write(scratch, texts.size(), out);
    }

    private void writeFrames(TextArena texts, boolean compress, ByteWriter out) {
        stored.truncate(0);
        int frames = 0;
        int first = 0;
        for (int i = 0; i < texts.size(); i++) {
            int start = texts.start(first);
            int bytes = texts.end(i) - start;
            if (bytes >= FRAME_BYTES || i == texts.size() - 1) {
                ensureFrames(frames + 1);
                frameTexts[frames] = i + 1L - first;
                frameBytes[frames] = bytes;
                if (compress) {
                    frameBytes[frames] = compression.write(texts.bytes(), start, bytes, stored);
                } else {
                    stored.bytes(texts.bytes(), start, bytes);
                }
                frames++;
                first = i + 1;
            }
        }
        out.varint(frames);
        numbers.write(frameTexts, frames, out);
        numbers.write(frameBytes, frames, out);
        out.bytes(stored.array(), 0, stored.size());
    }

    private void ensureScratch(int count) {
        if (scratch.length < count) {
            scratch = new long[Math.max(count, scratch.length * 2)];
        }
    }

    private void ensureFrames(int count) {
        if (frameTexts.length < count) {
            frameTexts = Arrays.copyOf(frameTexts, count * 2);
            frameBytes = Arrays.copyOf(frameBytes, count * 2);
        }
    }
}
