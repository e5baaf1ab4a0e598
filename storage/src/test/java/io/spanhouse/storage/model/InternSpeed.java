package io.spanhouse.storage.model;

import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.Moved;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Looks up each attribute of 4,096 spans in a table that has them all, as a walker does; bytes are those of the values. */
@State(Scope.Thread)
public class InternSpeed {
    private static final int SPANS = 4_096;

    private final PairTableBuilder table = new PairTableBuilder(1 << 10, 1 << 16);
    private final byte[] copied = new byte[SPANS * 1_024];
    private byte[] values = new byte[0];
    private int[] ends = new int[0];
    private int[] keys = new int[0];
    private byte[] types = new byte[0];

    @Setup
    public void fill() {
        SpanBatch batch = new DemoSpans(1).batch(SPANS);
        int attributes = batch.attributeEnd(SPANS - 1);
        ByteSlice slice = new ByteSlice();
        byte[] bytes = new byte[copied.length];
        ends = new int[attributes];
        keys = new int[attributes];
        types = new byte[attributes];
        int end = 0;
        for (int i = 0; i < attributes; i++) {
            int pair = batch.attribute(i);
            batch.pairs().value(pair, slice);
            System.arraycopy(slice.array, slice.offset, bytes, end, slice.length);
            end += slice.length;
            ends[i] = end;
            keys[i] = batch.pairs().key(pair);
            types[i] = batch.pairs().type(pair);
        }
        values = Arrays.copyOf(bytes, end);
    }

    @Benchmark
    public int intern(Moved moved) {
        int sum = 0;
        int start = 0;
        for (int i = 0; i < ends.length; i++) {
            sum += table.intern(keys[i], types[i], values, start, ends[i] - start);
            start = ends[i];
        }
        moved.add(values.length, SPANS);
        return sum;
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(values, copied, SPANS);
        return copied;
    }
}
