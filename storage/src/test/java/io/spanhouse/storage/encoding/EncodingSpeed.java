package io.spanhouse.storage.encoding;

import io.spanhouse.storage.testing.Moved;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Writes and reads one column of a full row group: durations of many lengths, and codes of 200 names. A span has one value of
 * each; bytes are 8 a number and 4 a code, as they lie in memory.
 */
@State(Scope.Thread)
public class EncodingSpeed {
    private static final int ROWS = 32_768;
    private static final int NAMES = 200;

    private final Numbers numbers = new Numbers();
    private final Codes codes = new Codes(numbers);
    private final CodeColumn column = new CodeColumn();
    private final ByteReader reader = new ByteReader();
    private final ByteWriter written = new ByteWriter(ROWS * Long.BYTES);
    private final ByteWriter writtenNumbers = new ByteWriter(ROWS * Long.BYTES);
    private final ByteWriter writtenCodes = new ByteWriter(ROWS * Long.BYTES);
    private final long[] durations = new long[ROWS];
    private final long[] readDurations = new long[ROWS];
    private final int[] names = new int[ROWS];
    private final int[] readNames = new int[ROWS];
    private final byte[] bytes = new byte[ROWS * Long.BYTES];
    private final byte[] copied = new byte[ROWS * Long.BYTES];

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (int row = 0; row < ROWS; row++) {
            durations[row] = (long) (1_000_000 * -Math.log(random.nextDouble() + 1e-9) * (1 << random.nextInt(10)));
            names[row] = (int) (NAMES * Math.pow(random.nextDouble(), 3));
        }
        numbers.write(durations, ROWS, writtenNumbers);
        codes.write(names, ROWS, NAMES, writtenCodes);
    }

    @Benchmark
    public int encodeNumbers(Moved moved) {
        written.truncate(0);
        numbers.write(durations, ROWS, written);
        moved.add(ROWS * (long) Long.BYTES, ROWS);
        return written.size();
    }

    @Benchmark
    public long decodeNumbers(Moved moved) {
        Numbers.read(reader.set(writtenNumbers.array(), 0, writtenNumbers.size()), ROWS, readDurations);
        moved.add(ROWS * (long) Long.BYTES, ROWS);
        return readDurations[ROWS - 1];
    }

    @Benchmark
    public int encodeCodes(Moved moved) {
        written.truncate(0);
        codes.write(names, ROWS, NAMES, written);
        moved.add(ROWS * (long) Integer.BYTES, ROWS);
        return written.size();
    }

    @Benchmark
    public int decodeCodes(Moved moved) {
        column.open(reader.set(writtenCodes.array(), 0, writtenCodes.size()), ROWS, NAMES)
                .codes(0, ROWS, readNames, 0);
        moved.add(ROWS * (long) Integer.BYTES, ROWS);
        return readNames[ROWS - 1];
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(bytes, copied, ROWS);
        return copied;
    }
}
