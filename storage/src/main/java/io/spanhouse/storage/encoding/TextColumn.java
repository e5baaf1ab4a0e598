package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Reads columns of byte strings ({@link Texts}). Reading some strings costs the frames that they lie in. Keeps scratch
 * arrays; not thread-safe. Does not own the compression.
 */
public final class TextColumn {
    private final Compression compression;
    private long[] lengths = new long[64];
    private byte[] frame = new byte[1024];

    public TextColumn(Compression compression) {
        this.compression = compression;
    }

    /**
     * Adds strings {@code [from, to)} of a column to an arena and leaves the reader behind the whole column.
     *
     * @param count how many strings were written
     * @param bytesMax most bytes that these strings may have together; more is damage
     */
    public void read(ByteReader in, int count, int from, int to, int bytesMax, TextArena into) {
        int code = in.u8();
        TextForm[] forms = TextForm.values();
        if (code >= forms.length) {
            throw in.corrupt("form of texts is " + code + ", expected 0 to " + (forms.length - 1));
        }
        TextForm form = forms[code];
        ensureLengths(Math.max(count, 1));
        switch (form) {
            case BYTES:
            case HEX:
                Numbers.read(in, count, lengths);
                break;
            case UUID:
                Arrays.fill(lengths, 0, count, TextForm.UUID_BYTES);
                break;
            case DECIMAL:
                readDecimals(in, count, from, to, into);
                return;
        }
        readFrames(in, form, count, from, to, bytesMax, into);
    }

    private void readDecimals(ByteReader in, int count, int from, int to, TextArena into) {
        Numbers.read(in, count, from, to, lengths, 0);
        for (int i = 0; i < to - from; i++) {
            into.ensure(20);
            into.added(TextForm.printDecimal(lengths[i], into.bytes(), into.byteCount()));
        }
    }

    private void readFrames(ByteReader in, TextForm form, int count, int from, int to, int bytesMax, TextArena into) {
        int frames = in.count(count);
        long[] frameTexts = new long[frames];
        long[] frameBytes = new long[frames];
        Numbers.read(in, frames, frameTexts);
        Numbers.read(in, frames, frameBytes);
        long first = 0;
        for (int i = 0; i < frames; i++) {
            if (frameTexts[i] <= 0 || frameTexts[i] > count - first) {
                throw in.corrupt("frame " + i + " has " + frameTexts[i] + " strings, " + (count - first) + " are left");
            }
            long last = first + frameTexts[i];
            int storedAt = in.skip(frameBytes[i]);
            if (first < to && last > from) {
                readFrame(in, storedAt, (int) frameBytes[i], (int) first, (int) last, bytesMax);
                addTexts(form, (int) first, Math.max(from, (int) first), Math.min(to, (int) last), into);
            }
            first = last;
        }
        if (first != count) {
            throw in.corrupt("frames have " + first + " strings, expected " + count);
        }
    }

    private void readFrame(ByteReader in, int storedAt, int stored, int first, int last, int bytesMax) {
        long bytes = 0;
        for (int i = first; i < last; i++) {
            if (lengths[i] < 0 || lengths[i] > bytesMax - bytes) {
                throw in.corrupt("a string has " + lengths[i] + " bytes, " + (bytesMax - bytes) + " may be left");
            }
            bytes += lengths[i];
        }
        if (frame.length < bytes) {
            frame = new byte[(int) bytes];
        }
        compression.read(in.array(), storedAt, stored, frame, 0, (int) bytes);
    }

    private void addTexts(TextForm form, int first, int from, int to, TextArena into) {
        int position = 0;
        for (int i = first; i < to; i++) {
            int length = (int) lengths[i];
            if (i >= from) {
                addText(form, position, length, into);
            }
            position += length;
        }
    }

    private void addText(TextForm form, int position, int length, TextArena into) {
        switch (form) {
            case BYTES:
                into.add(frame, position, length);
                return;
            case HEX:
                into.ensure(2 * length);
                TextForm.unpackHex(frame, position, length, into.bytes(), into.byteCount());
                into.added(2 * length);
                return;
            case UUID:
                into.ensure(TextForm.UUID_LENGTH);
                TextForm.unpackUuid(frame, position, into.bytes(), into.byteCount());
                into.added(TextForm.UUID_LENGTH);
                return;
            case DECIMAL:
                throw new AssertionError("decimal texts have no frames");
        }
    }

    private void ensureLengths(int count) {
        if (lengths.length < count) {
            lengths = new long[Math.max(count, lengths.length * 2)];
        }
    }
}
