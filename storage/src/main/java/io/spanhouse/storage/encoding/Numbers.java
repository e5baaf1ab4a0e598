package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Columns of 64-bit numbers: constant, raw, frames of 1,024 packed values, or runs. The bytes are in the package's
 * description.
 *
 * <p>The writer measures frames and runs on the values themselves and takes the shorter. Reading a part of a column costs
 * the frames that it touches. An instance keeps scratch arrays for writing and is not thread-safe; reading is static.
 */
public final class Numbers {
    private static final int CONSTANT = 0;
    private static final int RAW = 1;
    private static final int FRAMES = 2;
    private static final int RUNS = 3;

    /** Runs are tried when there are at least so many values to one run. */
    private static final int RUN_LENGTH_LEAST = 6;

    private final NumberFrame frame = new NumberFrame();
    private final ByteWriter frames = new ByteWriter(1 << 12);
    private int[] ends = new int[64];
    private long[] runValues = new long[64];
    private long[] runLengths = new long[64];

    /** Appends {@code values[0, count)}. */
    public void write(long[] values, int count, ByteWriter out) {
        int runs = countRuns(values, count);
        if (runs <= 1) {
            out.u8(CONSTANT);
            out.zigzag(count == 0 ? 0 : values[0]);
        } else if (count >= (long) runs * RUN_LENGTH_LEAST) {
            writeRuns(values, count, runs, out);
        } else {
            writeFrames(values, count, out);
        }
    }

    private void writeRuns(long[] values, int count, int runs, ByteWriter out) {
        if (runValues.length < runs) {
            runValues = new long[runs];
            runLengths = new long[runs];
        }
        int run = 0;
        int runStart = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || values[i] != values[runStart]) {
                runValues[run] = values[runStart];
                runLengths[run++] = i - runStart - 1L;
                runStart = i;
            }
        }
        int start = out.size();
        writeFrames(values, count, out);
        int framesBytes = out.size() - start;
        out.u8(RUNS);
        out.varint(runs);
        writeFrames(runValues, runs, out);
        writeFrames(runLengths, runs, out);
        int runsBytes = out.size() - start - framesBytes;
        if (runsBytes < framesBytes) {
            System.arraycopy(out.array(), start + framesBytes, out.array(), start, runsBytes);
            out.truncate(start + runsBytes);
        } else {
            out.truncate(start + framesBytes);
        }
    }

    private void writeFrames(long[] values, int count, ByteWriter out) {
        int frameCount = (count + NumberFrame.VALUES - 1) / NumberFrame.VALUES;
        if (ends.length < frameCount) {
            ends = new int[frameCount];
        }
        frames.truncate(0);
        for (int i = 0; i < frameCount; i++) {
            frame.write(values, i * NumberFrame.VALUES, Math.min(count, (i + 1) * NumberFrame.VALUES), frames);
            ends[i] = frames.size();
        }
        int offsetBytes = Math.max(1, (Packed.bits(frames.size()) + 7) / 8);
        if (2L + (long) frameCount * offsetBytes + frames.size() >= 1 + 8L * count) {
            out.u8(RAW);
            for (int i = 0; i < count; i++) {
                out.u64(values[i]);
            }
            return;
        }
        out.u8(FRAMES);
        out.u8(offsetBytes);
        for (int i = 0; i < frameCount; i++) {
            out.fixed(ends[i], offsetBytes);
        }
        out.bytes(frames.array(), 0, frames.size());
    }

    private static int countRuns(long[] values, int count) {
        int runs = count == 0 ? 0 : 1;
        for (int i = 1; i < count; i++) {
            runs += values[i] == values[i - 1] ? 0 : 1;
        }
        return runs;
    }

    /**
     * Reads all of a column and leaves the reader behind it.
     *
     * @param count how many values were written
     */
    public static void read(ByteReader in, int count, long[] into) {
        read(in, count, 0, count, into, 0);
    }

    /**
     * Reads values {@code [from, to)} of a column and leaves the reader behind the whole column.
     *
     * @param count how many values were written
     * @param at where in {@code into} the first goes
     */
    public static void read(ByteReader in, int count, int from, int to, long[] into, int at) {
        int encoding = in.u8();
        if (encoding == CONSTANT) {
            Arrays.fill(into, at, at + to - from, in.zigzag());
        } else if (encoding == RAW) {
            int start = in.skip(8L * count);
            Packed.read(in.array(), start, Long.SIZE, from, to, 0, into, at);
        } else if (encoding == FRAMES) {
            readFrames(in, count, from, to, into, at);
        } else if (encoding == RUNS) {
            readRuns(in, count, from, to, into, at);
        } else {
            throw in.corrupt("encoding of numbers is " + encoding + ", expected 0 to 3");
        }
    }

    private static void readFrames(ByteReader in, int count, int from, int to, long[] into, int at) {
        int frameCount = (count + NumberFrame.VALUES - 1) / NumberFrame.VALUES;
        int offsetBytes = in.u8();
        if (offsetBytes < 1 || offsetBytes > 4) {
            throw in.corrupt("offsets of frames have " + offsetBytes + " bytes, expected 1 to 4");
        }
        int endsAt = in.skip((long) frameCount * offsetBytes);
        long framesBytes = frameCount == 0 ? 0 : offset(in, endsAt, frameCount - 1, offsetBytes);
        int framesAt = in.skip(framesBytes);
        ByteReader frameReader = new ByteReader();
        for (int i = from / NumberFrame.VALUES; i < frameCount && i * NumberFrame.VALUES < to; i++) {
            long frameStart = i == 0 ? 0 : offset(in, endsAt, i - 1, offsetBytes);
            long frameEnd = offset(in, endsAt, i, offsetBytes);
            if (frameStart > frameEnd || frameEnd > framesBytes) {
                throw in.corrupt("frame " + i + " lies at " + frameStart + " to " + frameEnd + " of " + framesBytes);
            }
            int firstValue = i * NumberFrame.VALUES;
            int frameValues = Math.min(NumberFrame.VALUES, count - firstValue);
            int first = Math.max(from - firstValue, 0);
            int last = Math.min(to - firstValue, frameValues);
            frameReader.set(in.array(), framesAt + (int) frameStart, (int) (frameEnd - frameStart));
            NumberFrame.read(frameReader, frameValues, first, last, into, at + firstValue + first - from);
        }
    }

    private static long offset(ByteReader in, int endsAt, int frame, int offsetBytes) {
        long value = 0;
        for (int i = 0; i < offsetBytes; i++) {
            value |= (in.array()[endsAt + frame * offsetBytes + i] & 0xFFL) << 8 * i;
        }
        return value;
    }

    private static void readRuns(ByteReader in, int count, int from, int to, long[] into, int at) {
        int runs = in.count(count);
        long[] values = new long[runs];
        long[] lengths = new long[runs];
        readPart(in, runs, values);
        readPart(in, runs, lengths);
        long position = 0;
        for (int run = 0; run < runs; run++) {
            if (lengths[run] < 0 || lengths[run] >= count - position) {
                throw in.corrupt(
                        "run " + run + " has " + lengths[run] + " more values, " + (count - position) + " are left");
            }
            int start = (int) Math.max(position, from);
            position += lengths[run] + 1;
            int end = (int) Math.min(position, to);
            if (start < end) {
                Arrays.fill(into, at + start - from, at + end - from, values[run]);
            }
        }
        if (position != count) {
            throw in.corrupt("runs have " + position + " values, expected " + count);
        }
    }

    /** Runs of runs are not written, and not read either: nesting has an end. */
    private static void readPart(ByteReader in, int count, long[] into) {
        int encoding = in.array()[in.position()];
        if (encoding == RUNS && in.remaining() > 0) {
            throw in.corrupt("runs lie in runs");
        }
        read(in, count, into);
    }
}
